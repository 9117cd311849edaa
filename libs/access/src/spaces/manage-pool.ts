import { accountSpaceId } from '@groundplan/actor'
import { InputError } from '@groundplan/errors'
import { defaultPool, isPoolName } from '@groundplan/jobs'
import { requirePermission, type Caller } from '../caller.ts'
import { requireKnownSpace, type SpaceDependencies } from './manage-spaces.ts'

/** The pool of workers that a space demands, for whoever manages spaces; `undefined` for the default pool. Throws NotFoundError. */
export async function getSpacePool(
  space: string,
  caller: Caller,
  dependencies: SpaceDependencies,
): Promise<string | undefined> {
  requirePermission(caller, 'spaces.manage', accountSpaceId)
  await requireKnownSpace(space, dependencies)
  return dependencies.spaces.readPool(space)
}

/**
 * Sets the pool whose workers perform the runs of a space; without one, any worker does that serves the default pool. What a worker has
 * begun stays there. Throws InputError and NotFoundError.
 */
export async function setSpacePool(
  { space, pool }: { readonly space: string; readonly pool: string | undefined },
  caller: Caller,
  dependencies: SpaceDependencies,
): Promise<void> {
  requirePermission(caller, 'spaces.manage', accountSpaceId)
  const wrong = pool === undefined ? undefined : findWrongPool(pool)
  if (wrong !== undefined) throw new InputError(wrong.message, { hint: wrong.hint })
  await requireKnownSpace(space, dependencies)
  const { spaces, now } = dependencies
  await spaces.setPool(space, pool, { by: caller.actor, at: now() })
}

/** What is wrong with the pool of a space, and what to do; `undefined` if nothing is. */
export function findWrongPool(pool: string): { readonly message: string; readonly hint: string } | undefined {
  if (!isPoolName(pool)) {
    return {
      message: `"${pool.slice(0, 80)}" is no name for a pool of workers.`,
      hint: 'Use lower-case letters, digits and single dashes, beginning with a letter, at most 63: payments-prod.',
    }
  }
  if (pool !== defaultPool) return undefined
  return {
    message: `The pool "${defaultPool}" can't be demanded: it serves every space that demands none.`,
    hint: 'Leave the pool out.',
  }
}
