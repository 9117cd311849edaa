import type { PullRequest } from '../model/pull-request.ts'
import { Refusal } from '../model/refusal.ts'
import { requestReviews } from '../model/review-pull-request.ts'
import { accountUuid } from './account-view.ts'
import { toAccountId } from './identifiers.ts'
import type { RepositoryCall } from './in-repository.ts'

interface NamedUser {
  readonly uuid?: string | undefined
  readonly account_id?: string | undefined
}

/** Asks exactly these people for a review; none is asked if one is unknown or is the author. Throws a Refusal. */
export function setReviewers(
  { world, repository, actor }: RepositoryCall,
  pullRequest: PullRequest,
  users: readonly NamedUser[],
): void {
  const logins = users.map(({ uuid, account_id: id }) => {
    const account = world.accounts.find(
      ({ login }) => accountUuid(login) === uuid || toAccountId(login) === id,
    )
    if (account === undefined) throw new Refusal('unknown-reviewer', { field: uuid ?? id ?? '' })
    return account.login
  })
  if (logins.includes(pullRequest.author.login)) {
    throw new Refusal('author-as-reviewer', { field: pullRequest.author.name })
  }
  pullRequest.reviewers = pullRequest.reviewers.filter((login) => logins.includes(login))
  const people = logins.filter((login) => !pullRequest.reviewers.includes(login))
  if (people.length > 0) requestReviews(world, repository, pullRequest, { people, teams: [], by: actor })
}
