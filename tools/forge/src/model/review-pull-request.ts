import type { Account } from './account.ts'
import type { PullRequest, Review } from './pull-request.ts'
import { Refusal } from './refusal.ts'
import type { Repository } from './repository.ts'
import { touch } from './touch.ts'
import type { World } from './world.ts'

/** Notes what somebody says to a pull request; whoever was asked for it is no longer. */
export function reviewPullRequest(
  world: World,
  repository: Repository,
  pullRequest: PullRequest,
  { verdict, body, by }: { verdict: Review['verdict']; body: string; by: Account },
): Review {
  const review = {
    id: world.nextId(),
    author: by,
    verdict,
    body,
    commit: pullRequest.commit,
    at: world.now(),
  }
  pullRequest.reviews = [...pullRequest.reviews, review]
  pullRequest.reviewers = pullRequest.reviewers.filter((login) => login !== by.login)
  touch(world, pullRequest)
  world.emit({ kind: 'review', repository, by, pullRequest, review })
  return review
}

/** Asks people and teams for a review. Throws a Refusal if one is not known here, or is the author; then nobody is asked. */
export function requestReviews(
  world: World,
  repository: Repository,
  pullRequest: PullRequest,
  { people, teams, by }: { people: readonly string[]; teams: readonly string[]; by: Account },
): void {
  const accounts = people.map((login) => getReviewer(world, pullRequest, login))
  const unknown = teams.find((slug) => !world.teams.has(slug))
  if (unknown !== undefined) throw new Refusal('unknown-reviewer', { field: unknown })
  const added = accounts.filter(({ login }) => !pullRequest.reviewers.includes(login))
  pullRequest.reviewers = [...pullRequest.reviewers, ...new Set(added.map(({ login }) => login))]
  pullRequest.teams = [...new Set([...pullRequest.teams, ...teams])]
  touch(world, pullRequest)
  for (const reviewer of added)
    world.emit({ kind: 'pull-request', action: 'review-requested', repository, by, pullRequest, reviewer })
}

function getReviewer(world: World, pullRequest: PullRequest, login: string): Account {
  const account = world.findAccount(login)
  if (account === undefined) throw new Refusal('unknown-reviewer', { field: login })
  if (account.id === pullRequest.author.id) throw new Refusal('author-as-reviewer', { field: login })
  return account
}
