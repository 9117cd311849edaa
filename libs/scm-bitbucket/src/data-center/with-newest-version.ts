import { ConflictError } from '@groundplan/errors'

/** A resource that can only be updated with its current version. */
interface Versioned {
  readonly version: number
}

export interface VersionedAction<Payload extends Versioned, Result> {
  read(): Promise<Payload>
  act(payload: Payload): Promise<Result>
}

/**
 * Reads a resource and applies an action to it; retries both if it was changed in between, by someone else or by an attempt whose
 * response was lost.
 */
export async function withNewestVersion<Payload extends Versioned, Result>({
  read,
  act,
}: VersionedAction<Payload, Result>): Promise<Result> {
  let payload = await read()
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act(payload)
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === attempts) throw error
      const newest = await read()
      if (newest.version === payload.version) throw error
      payload = newest
    }
  }
}

const attempts = 5
