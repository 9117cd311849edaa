import { open, readFile, rename, rm, writeFile } from 'node:fs/promises'

/** What the holder of a claim has written about itself. */
export interface ClaimHolder {
  readonly pid: number
  /** Address at which the holder answers, once it does. */
  readonly url?: string | undefined
}

export type ClaimResult =
  | { readonly kind: 'claimed'; readonly claim: Claim }
  | { readonly kind: 'held'; readonly holder: ClaimHolder }

export interface Claim {
  /** Tells others where the holder answers. */
  announce(url: string): Promise<void>
  release(): Promise<void>
}

/**
 * Claims a file for this process, so that only one process works on what it stands for. The claim of a process that is
 * gone does not count.
 */
export async function claimFile(path: string): Promise<ClaimResult> {
  for (;;) {
    try {
      const handle = await open(path, 'wx')
      await handle.writeFile(JSON.stringify({ pid: process.pid }))
      await handle.close()
      return { kind: 'claimed', claim: createClaim(path) }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const holder = await readClaim(path)
    if (holder !== undefined) return { kind: 'held', holder }
    await rm(path, { force: true })
  }
}

/** The living holder of a claim, or `undefined` if nobody holds it. */
export async function readClaim(path: string): Promise<ClaimHolder | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  const holder = text === undefined ? undefined : parseHolder(text)
  return holder !== undefined && isAlive(holder.pid) ? holder : undefined
}

function createClaim(path: string): Claim {
  return {
    async announce(url) {
      // Readers see either the old text or the new one, never half of it.
      await writeFile(`${path}.new`, JSON.stringify({ pid: process.pid, url }))
      await rename(`${path}.new`, path)
    },
    release: () => rm(path, { force: true }),
  }
}

function parseHolder(text: string): ClaimHolder | undefined {
  try {
    const { pid, url } = JSON.parse(text) as { pid?: unknown; url?: unknown }
    return typeof pid === 'number' ? { pid, url: typeof url === 'string' ? url : undefined } : undefined
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // The process is there but belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
