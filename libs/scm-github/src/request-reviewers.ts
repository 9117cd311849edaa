import { askReviewers, type RefusedReviewer, type RepositoryName } from '@groundplan/scm'
import { InputError } from '@groundplan/errors'
import { named, type GithubSession } from './github-session.ts'
import { getPullRequest } from './read-pull-requests.ts'

/**
 * Asks people (`ada`) and teams (`acme/platform`) for a review. GitHub rejects the whole request if one reviewer is unknown, may
 * not review or is the author; then each is requested separately.
 */
export async function requestReviewers(
  session: GithubSession,
  repository: RepositoryName,
  number: number,
  reviewers: readonly string[],
): Promise<readonly RefusedReviewer[]> {
  const asked = new Set((await getPullRequest(session, repository, number)).reviewers.map(fold))
  const wanted = [...new Set(reviewers)].filter((name) => !asked.has(fold(name)))
  return askReviewers(wanted, (names) => ask(session, { repository, number, names }))
}

interface Request {
  readonly repository: RepositoryName
  readonly number: number
  readonly names: readonly string[]
}

async function ask(session: GithubSession, { repository, number, names }: Request): Promise<void> {
  const request = { ...named(repository), pull_number: number, ...split(names.map(plain)) }
  try {
    await session.client.rest.pulls.requestReviewers({ ...request, request: session.repeatable })
  } catch (error) {
    if (names.length === 1 && error instanceof InputError && /pull request author/i.test(error.message))
      return
    throw error
  }
}

function split(names: readonly string[]): { reviewers: string[]; team_reviewers: string[] } {
  const teams = names.filter((name) => name.includes('/')).map((name) => name.slice(name.indexOf('/') + 1))
  return { reviewers: names.filter((name) => !name.includes('/')), team_reviewers: teams }
}

/** Without the `@` of CODEOWNERS. */
function plain(name: string): string {
  return name.trim().replace(/^@/, '')
}

function fold(name: string): string {
  return plain(name).toLowerCase()
}
