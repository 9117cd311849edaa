import type { Issue, PullRequest } from './pull-request.ts'
import { Refusal } from './refusal.ts'
import type { Repository } from './repository.ts'
import type { World } from './world.ts'

/** The repository of this name. Throws a Refusal (`not-found`). */
export function getRepository(world: World, owner: string, name: string): Repository {
  const repository = world.findRepository(owner, name)
  if (repository === undefined) throw new Refusal('not-found', { resource: 'repository' })
  return repository
}

/** Throws a Refusal (`not-found`). */
export function getPullRequest(repository: Repository, number: number): PullRequest {
  const pullRequest = repository.pullRequests.find((each) => each.number === number)
  if (pullRequest === undefined) throw new Refusal('not-found', { resource: 'pull request' })
  return pullRequest
}

/** What has this number: on GitHub, a pull request counts as an issue too. Throws a Refusal (`not-found`). */
export function getNumbered(repository: Repository, number: number): PullRequest | Issue {
  const issue = repository.issues.find((each) => each.number === number)
  return issue ?? getPullRequest(repository, number)
}

export function isPullRequest(subject: PullRequest | Issue): subject is PullRequest {
  return 'branch' in subject
}

export function branchTip(repository: Repository, branch: string): string | undefined {
  return repository.refs.get(`refs/heads/${branch}`)
}

/** When the host's next commit is made; a minute after the one before it. */
export function nextCommitDate(repository: Repository): Date {
  repository.commits += 1
  return new Date(Date.UTC(2026, 0, 1) + repository.commits * 60_000)
}
