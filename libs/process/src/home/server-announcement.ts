import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConflictError } from '@groundplan/errors'
import { readSmallFile } from './read-small-file.ts'

/** What the server of a home tells the commands of the same user, in `server.json`. */
export interface ServerAnnouncement {
  readonly pid: number
  /** Where it answers. */
  readonly url: string
  /** With which it proves that it is the one. */
  readonly secret: string
}

/** Bytes of the secret and of a challenge. */
const length = 32
/** Longest wait for the proof, in milliseconds. */
const patience = 5_000

export function createServerSecret(): string {
  return randomBytes(length).toString('hex')
}

/** Answers a challenge; only who has read the announcement can check the answer. `undefined` if it is no challenge. */
export function answerChallenge(secret: string, challenge: string): string | undefined {
  if (!/^[0-9a-f]{64}$/.test(challenge)) return undefined
  return createHmac('sha256', secret).update(challenge).digest('hex')
}

export async function announceServer(home: string, announcement: ServerAnnouncement): Promise<void> {
  const path = announcementPath(home)
  await writeFile(`${path}.new`, `${JSON.stringify(announcement)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

export async function withdrawAnnouncement(home: string): Promise<void> {
  await rm(announcementPath(home), { force: true })
}

/** What is announced, whether or not that server still runs; `undefined` if nothing usable is. */
export async function readAnnouncement(home: string): Promise<ServerAnnouncement | undefined> {
  try {
    const text = await readSmallFile(announcementPath(home))
    const { pid, url, secret } = JSON.parse(text) as Partial<Record<string, unknown>>
    if (typeof pid !== 'number' || typeof url !== 'string' || typeof secret !== 'string') return undefined
    return isLoopback(url) ? { pid, url, secret } : undefined
  } catch {
    return undefined
  }
}

/**
 * Finds the server that runs on a home: its address, once it has proved that it wrote the announcement. Throws ConflictError if
 * something else answers there.
 */
export async function findServer(home: string): Promise<string | undefined> {
  const announcement = await readAnnouncement(home)
  if (announcement === undefined) return undefined
  const { url, secret } = announcement
  const challenge = randomBytes(length).toString('hex')
  const proof = await askForProof(`${url}/healthz?challenge=${challenge}`)
  if (proof === 'unreachable') return undefined
  if (proof !== undefined && isSame(proof, answerChallenge(secret, challenge) ?? '')) return url
  throw new ConflictError(`What answers at ${url} is not the server of ${home}.`, {
    hint: `Stop what listens there, or remove ${announcementPath(home)}.`,
  })
}

async function askForProof(url: string): Promise<string | undefined> {
  let response: Response
  try {
    response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patience) })
  } catch {
    return 'unreachable'
  }
  const answer = (await response.json().catch(() => undefined)) as { proof?: unknown } | undefined
  return typeof answer?.proof === 'string' ? answer.proof : undefined
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** A server of this machine; what is elsewhere has to be named by the user. */
function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username } = new URL(url)
  return protocol === 'http:' && username === '' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

function announcementPath(home: string): string {
  return join(home, 'server.json')
}
