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
export const root = '/api/latest/projects/{projectKey}/repos/{repositorySlug}'

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
  return getPullRequest(repository, Number(params['pullRequestId']))
}

/** Throws a Refusal (`out-of-date`) unless the request knows the present version, in its query or its body. */
export function requireVersion({ query, body }: RepositoryCall, present: number): void {
  const version = query.get('version') ?? body['version']
  if (version === undefined) throw new Refusal('invalid', { message: 'A version is needed.' })
  if (Number(version) !== present) throw new Refusal('out-of-date')
}

function findRepository({ world, params, actor }: Call, wanted: 'read' | 'write'): Repository {
  const { projectKey = '', repositorySlug = '' } = params
  const repository = world.findRepository(projectKey, repositorySlug)
  if (repository === undefined) {
    throw new Refusal('not-found', {
      message: `Repository ${projectKey}/${repositorySlug} does not exist.`,
      field: 'repository.NoSuchRepositoryException',
    })
  }
  requireAccess(repository, actor, wanted)
  return repository
}
