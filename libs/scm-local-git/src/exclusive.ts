import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CancelledError } from '@groundplan/errors'
import { claimFile, type Claim } from '@groundplan/process'
import { pauseFor } from './retry.ts'

/**
 * Runs an action with an exclusive file lock across processes of this machine. Others wait; locks of dead processes are ignored.
 */
export async function exclusively<Result>(
  file: string,
  work: () => Promise<Result>,
  signal?: AbortSignal | undefined,
): Promise<Result> {
  await mkdir(dirname(file), { recursive: true })
  for (let pause = 10; ; pause = Math.min(pause * 1.5, 250)) {
    if (signal?.aborted === true) throw new CancelledError()
    const result = await claimFile(file)
    if (result.kind === 'claimed') return release(result.claim, work)
    await pauseFor(pause, signal)
  }
}

/** Runs an action with an exclusive file lock; `undefined` if the lock is held. */
export async function tryExclusively<Result>(
  file: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  const result = await claimFile(file)
  return result.kind === 'claimed' ? release(result.claim, work) : undefined
}

async function release<Result>(claim: Claim, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } finally {
    await claim.release()
  }
}
