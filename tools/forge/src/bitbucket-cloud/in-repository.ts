import { requireAccess } from '../http/access.ts'
import type { ApiReply } from '../http/api-reply.ts'
import type { Call } from '../http/route.ts'
import { getPullRequest } from '../model/find-in-repository.ts'
import type { PullRequest } from '../model/pull-request.ts'
import { Refusal } from '../model/refusal.ts'
import type { Repository } from '../model/repository.ts'

export interface RepositoryCall extends Call {
  readonly repository: Repository
}

type Handle = (call: RepositoryCall) => ApiReply | Promise<ApiReply>

/** The start of every path within a repository. */
export const root = '/repositories/{workspace}/{repo_slug}'

/** A handler for what anybody who sees the repository may do. Old names lead nowhere here. */
export function reading(handle: Handle): (call: Call) => ApiReply | Promise<ApiReply> {
  return (call) => handle({ ...call, repository: findRepository(call, 'read') })
}

/** A handler for what needs the right to write. */
export function writing(handle: Handle): (call: Call) => ApiReply | Promise<ApiReply> {
  return (call) => handle({ ...call, repository: findRepository(call, 'write') })
}

/** The pull request that a path names. Throws a Refusal. */
export function findPullRequest({ repository, params }: RepositoryCall): PullRequest {
  return getPullRequest(repository, Number(params['pull_request_id']))
}

function findRepository({ world, params, actor }: Call, wanted: 'read' | 'write'): Repository {
  const { workspace = '', repo_slug: slug = '' } = params
  const repository = world.findRepository(workspace, slug)
  if (repository === undefined) {
    throw new Refusal('not-found', { message: `Repository ${workspace}/${slug} not found` })
  }
  requireAccess(repository, actor, wanted)
  return repository
}
