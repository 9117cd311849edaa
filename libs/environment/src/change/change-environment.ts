import { ConflictError, NotFoundError } from '@groundplan/errors'
import { isOver } from '../lifecycle/advance.ts'
import { isRunOver } from '../model/run.ts'
import type { EnvironmentStore, EnvironmentUpdate } from '../ports/environment-store.ts'
import type { Environment } from '../model/environment.ts'

const mostAttempts = 10

/** Throws NotFoundError. */
export async function getEnvironment(
  id: string,
  store: Pick<EnvironmentStore, 'find'>,
): Promise<Environment> {
  const found = await store.find(id)
  if (found !== undefined) return found
  throw new NotFoundError(`There is no environment "${id.slice(0, 80)}".`, {
    hint: 'See the list of environments.',
  })
}

/**
 * Writes what `change` makes of the environment as it is, and of what it has become if somebody else was faster. Throws what `change`
 * throws, and ConflictError if others are always faster or the owner has lost the run.
 */
export async function changeEnvironment(
  id: string,
  change: (environment: Environment) => EnvironmentUpdate | Promise<EnvironmentUpdate>,
  store: Pick<EnvironmentStore, 'find' | 'apply'>,
): Promise<Environment> {
  return retryOutdated(async () => {
    const update = await change(await getEnvironment(id, store))
    return store.apply({ ...update, forget: listForgotten(update) })
  })
}

/** Does something again while others are faster, up to ten times. */
export async function retryOutdated<Result>(write: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write()
    } catch (error) {
      const isOutdated = error instanceof OutdatedEnvironmentError
      if (!isOutdated || attempt >= mostAttempts) throw error
    }
  }
}

/** Secrets that nobody needs any more: all of an environment that is over, and the stored plans of runs that are. */
function listForgotten({ environment, runs = [] }: EnvironmentUpdate): EnvironmentUpdate['forget'] {
  if (isOver(environment)) return 'all'
  return runs.filter(isRunOver).map(({ id }) => ({ kind: 'plan', prefix: `${id}/` }))
}

/** Somebody has changed the environment since it was read. */
export class OutdatedEnvironmentError extends ConflictError {
  constructor(name: string) {
    super(`The environment "${name}" was changed by someone else in the meantime.`, {
      hint: 'Look at it again, then repeat the request.',
    })
  }
}

/** Another attempt owns the run, or it is over. */
export class RunLostError extends ConflictError {
  constructor() {
    super('Another worker took over the run.', { hint: 'That worker completes it.' })
  }
}
