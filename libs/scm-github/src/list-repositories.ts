import { NotFoundError } from '@groundplan/errors'
import type { HostedRepository } from '@groundplan/scm'
import type { GithubClient } from './create-github-client.ts'
import type { GithubSession } from './github-session.ts'
import { pageSize, readPages, type Page } from './read-pages.ts'
import { toHostedRepository, type ListedRepository } from './to-hosted-repository.ts'

type ReadPage = (page: number) => Promise<Page<ListedRepository>>

/** Sorted by creation, so that new ones do not shift the pages. */
const order = { per_page: pageSize, sort: 'created', direction: 'asc' } as const

/**
 * Lists the repositories of an organization or, if there is none of that name, of a user. For an App, those that its installation was
 * given.
 */
export async function* listRepositories(
  { client, findLogin, isApp }: GithubSession,
  owner: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly HostedRepository[]> {
  const request = signal === undefined ? {} : { signal }
  if (isApp) return yield* ofInstallation(client, owner, request)
  const ofOrganization: ReadPage = async (page) =>
    client.rest.repos.listForOrg({ org: owner, type: 'all', ...order, page, request })
  try {
    yield* toRepositories(ofOrganization)
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error
    yield* toRepositories(await ofUser({ client, findLogin }, owner, request))
  }
}

/** For other users GitHub lists public repositories; for the authenticated user all of them, at a different endpoint. */
async function ofUser(
  { client, findLogin }: Pick<GithubSession, 'client' | 'findLogin'>,
  owner: string,
  request: object,
): Promise<ReadPage> {
  const own = (await findLogin())?.toLowerCase() === owner.toLowerCase()
  if (own) {
    return async (page) =>
      client.rest.repos.listForAuthenticatedUser({ affiliation: 'owner', ...order, page, request })
  }
  return async (page) =>
    client.rest.repos.listForUser({ username: owner, type: 'owner', ...order, page, request })
}

/** The list of an organization would also have public repositories that the App was not given. */
async function* ofInstallation(
  client: GithubClient,
  owner: string,
  request: object,
): AsyncGenerator<readonly HostedRepository[]> {
  const ofOwner: ReadPage = async (page) => {
    const { data, headers } = await client.rest.apps.listReposAccessibleToInstallation({
      per_page: pageSize,
      page,
      request,
    })
    const isOwned = (repository: ListedRepository) =>
      repository.owner.login.toLowerCase() === owner.toLowerCase()
    return { headers, data: data.repositories.filter(isOwned) }
  }
  yield* toRepositories(ofOwner)
}

async function* toRepositories(readPage: ReadPage): AsyncGenerator<readonly HostedRepository[]> {
  for await (const { data, headers } of readPages(readPage)) {
    yield data.map((repository) => toHostedRepository(repository, headers.date))
  }
}
