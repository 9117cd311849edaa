import { ConflictError, InputError, NotFoundError } from '@groundplan/errors'
import type { RefusedReviewer } from './pull-request-host.ts'

/**
 * Asks reviewers at hosts that refuse a whole request because of one name: all at once, then each of them. Answers with those who were
 * refused. `ask` throws InputError, NotFoundError or ConflictError if it is refused because of a name.
 */
export async function askReviewers(
  names: readonly string[],
  ask: (names: readonly string[]) => Promise<unknown>,
): Promise<readonly RefusedReviewer[]> {
  if (names.length === 0) return []
  const refusal = await findRefusal(ask(names))
  if (refusal === undefined) return []
  if (names.length === 1) return names.map((name) => ({ name, reason: refusal }))
  const refused: RefusedReviewer[] = []
  for (const name of names) {
    const reason = await findRefusal(ask([name]))
    if (reason !== undefined) refused.push({ name, reason })
  }
  return refused
}

async function findRefusal(request: Promise<unknown>): Promise<string | undefined> {
  try {
    await request
    return undefined
  } catch (error) {
    // An unknown team may be missing, and a person invalid or in conflict.
    const isRefused =
      error instanceof InputError || error instanceof NotFoundError || error instanceof ConflictError
    if (isRefused) return error.message
    throw error
  }
}
