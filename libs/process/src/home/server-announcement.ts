import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { lstat, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSmallFile } from './read-small-file.ts'

/** What the server announces to commands of the same user, in `server.json`. */
export interface ServerAnnouncement {
  readonly pid: number
  /** Where it answers. */
  readonly url: string
  /** Proves the identity of the server. */
  readonly secret: string
  /** With which programs of the user call it; absent if they need none. */
  readonly token?: string | undefined
}

/** Bytes of the secret and of a challenge. */
const length = 32
/** Longest wait for the proof, in milliseconds. */
const patience = 5_000

export function createServerSecret(): string {
  return randomBytes(length).toString('hex')
}

/** Answers a challenge; only readers of the announcement can verify the answer. `undefined` if the challenge is invalid. */
export function answerChallenge(secret: string, challenge: string): string | undefined {
  if (!/^[0-9a-f]{64}$/.test(challenge)) return undefined
  return createHmac('sha256', secret).update(challenge).digest('hex')
}

export async function announceServer(home: string, announcement: ServerAnnouncement): Promise<void> {
  const path = announcementPath(home)
  // An existing file may be a link, or readable by others.
  await rm(`${path}.new`, { force: true })
  await writeFile(`${path}.new`, `${JSON.stringify(announcement)}\n`, { mode: 0o600, flag: 'wx' })
  await rename(`${path}.new`, path)
}

export async function withdrawAnnouncement(home: string): Promise<void> {
  await rm(announcementPath(home), { force: true })
}

/** Reads the announcement, whether or not that server is still running; `undefined` if there is no valid one. */
export async function readAnnouncement(home: string): Promise<ServerAnnouncement | undefined> {
  try {
    const text = await readPrivateFile(announcementPath(home))
    const { pid, url, secret, token } = JSON.parse(text) as Partial<Record<string, unknown>>
    if (typeof pid !== 'number' || typeof url !== 'string' || typeof secret !== 'string') return undefined
    return /^[0-9a-f]{64}$/.test(secret) && URL.canParse(url)
      ? { pid, url, secret, ...(typeof token === 'string' ? { token } : {}) }
      : undefined
  } catch {
    return undefined
  }
}

/** The URL of the running server of a home; see {@link findServerAccess}. */
export async function findServer(home: string): Promise<string | undefined> {
  return (await findServerAccess(home))?.url
}

/** How programs of the user reach a server of this machine. */
export type ServerAccess = Pick<ServerAnnouncement, 'url' | 'token'>

/**
 * Finds the running server of a home and returns its URL and token, once it has proved that it wrote the announcement. A killed server
 * leaves its announcement behind, and another program may be listening on its port.
 */
export async function findServerAccess(home: string): Promise<ServerAccess | undefined> {
  const announcement = await readAnnouncement(home)
  if (announcement === undefined || !isLoopback(announcement.url)) return undefined
  const { url, secret, token } = announcement
  const challenge = randomBytes(length).toString('hex')
  const proof = await askForProof(`${url}/healthz?challenge=${challenge}`)
  return isSame(proof, answerChallenge(secret, challenge) ?? '') ? { url, token } : undefined
}

/** The server's proof; empty if there is none, or no server. */
async function askForProof(url: string): Promise<string> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patience) })
    const answer = (await response.json()) as { proof?: unknown } | null
    return typeof answer?.proof === 'string' ? answer.proof : ''
  } catch {
    return ''
  }
}

/** Throws if other users can read or write the file: its secret would not be secret. */
async function readPrivateFile(path: string): Promise<string> {
  const { mode, uid } = await lstat(path)
  const user = process.getuid?.()
  const isPrivate = user === undefined || ((mode & 0o077) === 0 && (uid === user || uid === 0))
  if (!isPrivate) throw new Error(`${path} is accessible to other users.`)
  return readSmallFile(path)
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** True for a server on this machine; remote servers must be specified by the user. */
function isLoopback(url: string): boolean {
  const { protocol, hostname, username, password } = new URL(url)
  const isLocal = ['localhost', '[::1]'].includes(hostname) || /^127(?:\.\d{1,3}){3}$/.test(hostname)
  return protocol === 'http:' && username + password === '' && isLocal
}

function announcementPath(home: string): string {
  return join(home, 'server.json')
}
