import { requireAccess } from '../http/access.ts'
import type { ApiReply } from '../http/api-reply.ts'
import type { Call } from '../http/route.ts'
import { Refusal } from '../model/refusal.ts'
import type { Repository } from '../model/repository.ts'

export interface RepositoryCall extends Call {
  readonly repository: Repository
}

type Handle<Result> = (call: RepositoryCall) => Result

/** A handler for what anybody who sees the repository may do. Old names are answered with where it is now. */
export function reading(
  handle: Handle<ApiReply | Promise<ApiReply>>,
): (call: Call) => ApiReply | Promise<ApiReply> {
  return (call) => within(call, 'read', handle)
}

/** A handler for what needs the right to write. */
export function writing(
  handle: Handle<ApiReply | Promise<ApiReply>>,
): (call: Call) => ApiReply | Promise<ApiReply> {
  return (call) => within(call, 'write', handle)
}

function within(call: Call, wanted: 'read' | 'write', handle: Handle<ApiReply | Promise<ApiReply>>) {
  const { owner = '', repo = '' } = call.params
  const repository = call.world.findRepository(owner, repo)
  if (repository !== undefined) {
    requireAccess(repository, call.actor, wanted)
    return handle({ ...call, repository })
  }
  const moved = call.world.findRenamed(owner, repo)
  if (moved === undefined) throw new Refusal('not-found')
  requireAccess(moved, call.actor, 'read')
  return redirect(call, moved)
}

/** https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects */
function redirect({ method, path, query, urls }: Call, { id }: Repository): ApiReply {
  const rest = /\/repos\/[^/]+\/[^/]+(.*)$/.exec(path)?.[1] ?? ''
  const search = query.size === 0 ? '' : `?${query.toString()}`
  const url = `${urls.api}/repositories/${id}${rest}${search}`
  return {
    status: method === 'GET' ? 301 : 307,
    headers: { location: url },
    body: {
      message: method === 'GET' ? 'Moved Permanently' : 'Temporary Redirect',
      url,
      documentation_url: 'https://docs.github.com/rest',
    },
  }
}

/** A number from the path; one that is none is not found. */
export function readNumber({ params }: Call, name: string): number {
  return Number(params[name])
}
