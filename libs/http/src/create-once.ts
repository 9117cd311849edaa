import { setTimeout as sleep } from 'node:timers/promises'
import { ConflictError } from '@groundplan/errors'
import { backoff } from './backoff.ts'
import { isUncertain } from './to-http-error.ts'

export interface Creation<Created> {
  /** Sends the request. Must not retry on its own. */
  create(): Promise<Created>
  /** Finds what an earlier request created. */
  find(): Promise<Created | undefined>
  /** Defaults to 3. */
  readonly attempts?: number
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined
}

/**
 * Creates something exactly once even if responses are lost: if a request may have been processed, looks for its result before
 * retrying. Throws the error of the last request.
 */
export async function createOnce<Created>(creation: Creation<Created>): Promise<Created> {
  const { create, find, attempts = 3, wait = async (milliseconds) => sleep(milliseconds) } = creation
  let lost = false
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await create()
    } catch (error) {
      // The result of an earlier, lost request may now cause a conflict.
      if (!isUncertain(error) && !(lost && error instanceof ConflictError)) throw error
      lost = true
      await wait(backoff(attempt, Math.random))
      const found = await find()
      if (found !== undefined) return found
      if (attempt === attempts) throw error
    }
  }
}
