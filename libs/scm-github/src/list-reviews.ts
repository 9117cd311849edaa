import type { RepositoryName, Review } from '@groundplan/scm'
import { named, type GithubSession } from './github-session.ts'
import { pageSize, readAll } from './read-pages.ts'

const verdicts: Readonly<Record<string, Review['verdict']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  // It no longer counts, but somebody has reviewed.
  DISMISSED: 'commented',
}

/** The latest review of each reviewer. Like on GitHub, a comment does not change an earlier verdict. */
export async function listReviews(
  { client }: GithubSession,
  repository: RepositoryName,
  number: number,
): Promise<readonly Review[]> {
  const reviews = await readAll(async (page) =>
    client.rest.pulls.listReviews({ ...named(repository), pull_number: number, per_page: pageSize, page }),
  )
  const newest = new Map<string, Review>()
  for (const { user, state, submitted_at } of reviews) {
    const verdict = verdicts[state]
    if (user === null || verdict === undefined) continue
    if (state === 'COMMENTED' && newest.has(user.login)) continue
    const at = submitted_at === undefined ? undefined : new Date(submitted_at)
    newest.set(user.login, { by: user.login, verdict, at })
  }
  return [...newest.values()]
}
