import { setTimeout } from 'node:timers/promises'
import { CancelledError } from '@groundplan/errors'
import { isRetryable } from './recognize-git-error.ts'

/** Pauses before the second, third … attempt, in milliseconds. */
const pauses = [200, 1000]

/** Tries again what may succeed later. Only for what may be done twice. */
export async function retry<Result>(
  work: () => Promise<Result>,
  signal?: AbortSignal | undefined,
): Promise<Result> {
  for (const pause of pauses) {
    try {
      return await work()
    } catch (error) {
      if (!isRetryable(error)) throw error
    }
    await pauseFor(pause, signal)
  }
  return work()
}

/** Waits a while, a little more or less so that those who wait do not return together. */
export async function pauseFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const spread = milliseconds * (0.75 + Math.random() / 2)
  await setTimeout(spread, undefined, signal === undefined ? {} : { signal }).catch(() => {
    throw new CancelledError()
  })
}
