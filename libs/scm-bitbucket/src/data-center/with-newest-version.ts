import { ConflictError } from '@groundplan/errors'

/** A thing that the host changes only if one knows its version. */
interface Versioned {
  readonly version: number
}

export interface VersionedAction<Payload extends Versioned, Result> {
  read(): Promise<Payload>
  act(payload: Payload): Promise<Result>
}

/** Reads a thing and does something with it; both again if somebody changed it in between, or we with an answer that was lost. */
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
