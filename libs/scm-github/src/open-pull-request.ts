import { InputError } from '@groundplan/errors'
import { createOnce } from '@groundplan/http'
import type { NewPullRequest, PullRequest, RepositoryName } from '@groundplan/scm'
import { named, type GithubSession } from './github-session.ts'
import { listPullRequests } from './read-pull-requests.ts'
import { toPullRequest } from './to-pull-request.ts'

/** Opens a pull request, as a draft if GitHub's plan supports drafts. */
export async function openPullRequest(
  session: GithubSession,
  repository: RepositoryName,
  request: NewPullRequest,
): Promise<PullRequest> {
  try {
    return await openOnce(session, repository, request)
  } catch (error) {
    if (!request.draft || !(error instanceof InputError) || !/draft pull requests/i.test(error.message))
      throw error
    return openOnce(session, repository, { ...request, draft: false })
  }
}

async function openOnce(
  session: GithubSession,
  repository: RepositoryName,
  { branch, base, title, body, draft }: NewPullRequest,
): Promise<PullRequest> {
  return createOnce({
    wait: session.wait,
    create: async () => {
      const wanted = { ...named(repository), head: branch, base, title, body, draft }
      return toPullRequest((await session.client.rest.pulls.create(wanted)).data)
    },
    find: async () => {
      const open = await listPullRequests(session, repository, { status: 'open', branch })
      // A different title means that it existed before, and the lost response said so.
      return open.find((each) => each.title === title && each.base === base)
    },
  })
}
