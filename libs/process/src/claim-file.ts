import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { identifyProcess } from './identify-process.ts'

/** Information about the holder of a claim, written by the holder. */
export interface ClaimHolder {
  readonly pid: number
  /** Distinguishes this process from a later one with the same PID, if the system supports it. */
  readonly startedAt?: string | undefined
  /** Address of the holder, once it is listening. */
  readonly url?: string | undefined
}

export type ClaimResult =
  | { readonly kind: 'claimed'; readonly claim: Claim }
  | { readonly kind: 'held'; readonly holder: ClaimHolder }

export interface Claim {
  /** Publishes the address of the holder. */
  announce(url: string): Promise<void>
  release(): Promise<void>
}

/**
 * Claims a file for this process, so that only one process works on the resource it represents. Claims of dead processes are
 * ignored.
 */
export async function claimFile(path: string): Promise<ClaimResult> {
  const own: ClaimHolder = { pid: process.pid, startedAt: (await identifyProcess(process.pid))?.startedAt }
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, JSON.stringify(own))
  try {
    while (!(await tryLink(draft, path))) {
      const text = await readFile(path, 'utf8').catch(() => undefined)
      const holder = await findLiving(text)
      if (holder !== undefined) return { kind: 'held', holder }
      if (text !== undefined) await takeAway(path, text)
    }
    return { kind: 'claimed', claim: createClaim(path, own) }
  } finally {
    await rm(draft, { force: true })
  }
}

/** The running process that holds a claim, or `undefined` if there is none. */
export async function readClaim(path: string): Promise<ClaimHolder | undefined> {
  return findLiving(await readFile(path, 'utf8').catch(() => undefined))
}

/** Linking a finished file is atomic: nobody ever reads half a claim, and only one of two can succeed. */
async function tryLink(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Removes a stale claim, unless it has been replaced by a live one in the meantime. */
async function takeAway(path: string, dead: string): Promise<void> {
  const aside = `${path}.dead.${randomUUID()}`
  await rename(path, aside).catch(() => {})
  const text = await readFile(aside, 'utf8').catch(() => dead)
  if (text !== dead) await tryLink(aside, path)
  await rm(aside, { force: true })
}

function createClaim(path: string, own: ClaimHolder): Claim {
  return {
    async announce(url) {
      await writeFile(`${path}.new`, JSON.stringify({ ...own, url }))
      await rename(`${path}.new`, path)
    },
    release: () => rm(path, { force: true }),
  }
}

async function findLiving(text: string | undefined): Promise<ClaimHolder | undefined> {
  const holder = text === undefined ? undefined : parseHolder(text)
  if (holder === undefined) return undefined
  const identity = await identifyProcess(holder.pid)
  if (identity === undefined) return undefined
  const isAnother =
    holder.startedAt !== undefined &&
    identity.startedAt !== undefined &&
    holder.startedAt !== identity.startedAt
  return isAnother ? undefined : holder
}

function parseHolder(text: string): ClaimHolder | undefined {
  try {
    const { pid, startedAt, url } = JSON.parse(text) as { pid?: unknown; startedAt?: unknown; url?: unknown }
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return undefined
    return {
      pid,
      startedAt: typeof startedAt === 'string' ? startedAt : undefined,
      url: typeof url === 'string' ? url : undefined,
    }
  } catch {
    return undefined
  }
}
