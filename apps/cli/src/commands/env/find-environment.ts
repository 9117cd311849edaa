import type { ApiClient, EnvironmentView } from '@groundplan/api-client'
import { isOver, stateWords } from '@groundplan/environment/tables'
import { ConflictError, NotFoundError } from '@groundplan/errors'
import { toShownError } from '../../server/translate-api-error.ts'

/** Most environments of one name that are looked at. */
const mostNamesakes = 100

/**
 * The environment of an ID or a name. Of several that share a name, the only one that is not over. Throws NotFoundError, and ConflictError
 * with the IDs where the name is not enough.
 */
export async function findEnvironment(client: ApiClient, reference: string): Promise<EnvironmentView> {
  if (isId(reference)) {
    const found = await findById(client, reference)
    if (found !== undefined) return found
  }
  const { items } = await client.environments.list.query({ name: reference, limit: mostNamesakes })
  const open = items.filter((environment) => !isOver(environment))
  const candidates = open.length > 0 ? open : items
  const [only, ...others] = candidates
  if (only === undefined) {
    throw new NotFoundError(`There is no environment "${reference}" in this space.`, {
      hint: 'List them with `groundplan env list`, or name the space with --space.',
    })
  }
  if (others.length === 0) return only
  throw new ConflictError(`${candidates.length} environments have the name "${reference}".`, {
    hint: ['Use the ID of one of them:', ...candidates.map(describe)].join('\n  '),
  })
}

function isId(reference: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(reference)
}

async function findById({ environments }: ApiClient, id: string): Promise<EnvironmentView | undefined> {
  try {
    return (await environments.get.query({ id })).environment
  } catch (error) {
    // Somebody may have named an environment like that.
    if (toShownError(error).code === 'not-found') return undefined
    throw error
  }
}

function describe({ id, state, owner, createdAt }: EnvironmentView): string {
  return `${id} (${stateWords(state)}, of ${owner}, created on ${createdAt.slice(0, 10)})`
}

/** How commands that are suggested name an environment: by its name where that needs no quotes. */
export function referenceTo({ name, id }: Pick<EnvironmentView, 'id' | 'name'>): string {
  return /^[\w.][\w.-]*$/.test(name) ? name : id
}
