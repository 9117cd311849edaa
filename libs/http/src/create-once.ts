import { setTimeout as sleep } from 'node:timers/promises'
import { ConflictError } from '@groundplan/errors'
import { backoff } from './backoff.ts'
import { isUncertain } from './to-http-error.ts'

export interface Creation<Created> {
  /** The request; must not be repeated by itself. */
  create(): Promise<Created>
  /** Looks for what an earlier request made. */
  find(): Promise<Created | undefined>
  /** 3 by default. */
  readonly attempts?: number
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined
}

/**
 * Creates a thing once although answers may be lost: if a request may have been carried out, it looks for the thing before it asks
 * again. Throws what the last request threw.
 */
export async function createOnce<Created>(creation: Creation<Created>): Promise<Created> {
  const { create, find, attempts = 3, wait = async (milliseconds) => sleep(milliseconds) } = creation
  let lost = false
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await create()
    } catch (error) {
      // What was lost before may stand in the way now.
      if (!isUncertain(error) && !(lost && error instanceof ConflictError)) throw error
      lost = true
      await wait(backoff(attempt, Math.random))
      const found = await find()
      if (found !== undefined) return found
      if (attempt === attempts) throw error
    }
  }
}
