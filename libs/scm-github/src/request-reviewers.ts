import { InputError, NotFoundError } from '@groundplan/errors'
import type { RepositoryName } from '@groundplan/scm'
import { named, type GithubSession } from './github-session.ts'
import { getPullRequest } from './read-pull-requests.ts'

/**
 * Asks people (`ada`) and teams (`acme/platform`) for a review. GitHub rejects the whole request if one reviewer is unknown, may
 * not review or is the author; then each is requested separately, and rejected ones are skipped.
 */
export async function requestReviewers(
  session: GithubSession,
  repository: RepositoryName,
  number: number,
  reviewers: readonly string[],
): Promise<void> {
  const asked = new Set((await getPullRequest(session, repository, number)).reviewers.map(fold))
  const wanted = [...new Set(reviewers.map(plain))].filter((name) => !asked.has(fold(name)))
  if (wanted.length === 0) return
  const ask = async (names: readonly string[]) => {
    const request = { ...named(repository), pull_number: number, ...split(names) }
    await session.client.rest.pulls.requestReviewers({ ...request, request: session.repeatable })
  }
  if (await isAccepted(ask(wanted))) return
  if (wanted.length > 1) for (const name of wanted) await isAccepted(ask([name]))
}

async function isAccepted(request: Promise<void>): Promise<boolean> {
  try {
    await request
    return true
  } catch (error) {
    // 422 for people; an unknown team may be 404.
    if (error instanceof InputError || error instanceof NotFoundError) return false
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
  return name.toLowerCase()
}
