import type { ApiClient, EnvironmentRequestView, EnvironmentView } from '@groundplan/api-client'
import { ConflictError, NotFoundError } from '@groundplan/errors'

export interface RequestSelection {
  /** ID; the newest that fits if absent. */
  readonly request?: string | undefined
}

interface Wanted {
  readonly fits: (request: EnvironmentRequestView) => boolean
  /** What there is none of, e.g. `waits for an answer`. */
  readonly what: string
}

/** The request of an environment that is meant. Throws NotFoundError or ConflictError. */
export async function findRequest(
  { environments }: ApiClient,
  environment: EnvironmentView,
  { request: requestId }: RequestSelection,
  { fits, what }: Wanted,
): Promise<EnvironmentRequestView> {
  if (requestId !== undefined) {
    const { request } = await environments.request.query({ requestId })
    if (request.environmentId === environment.id) return request
    throw new NotFoundError(`The environment "${environment.name}" has no request "${requestId}".`)
  }
  const { items } = await environments.requests.query({ id: environment.id, limit: 20 })
  const found = items.find(fits)
  if (found !== undefined) return found
  const [last] = items
  const latest = last === undefined ? '' : ` The last one is: ${last.kind}, ${last.status}.`
  throw new ConflictError(`No request for the environment "${environment.name}" ${what}.${latest}`)
}
