import { ConflictError, NotFoundError } from '@groundplan/errors'
import { createOnce } from '@groundplan/http'
import type { Issue, RepositoryName } from '@groundplan/scm'
import { isOurs } from './find-login.ts'
import { named, type GithubSession } from './github-session.ts'
import { pageSize, readPages } from './read-pages.ts'

interface ListedIssue {
  readonly number: number
  readonly html_url: string
  readonly title: string
  readonly body?: string | null | undefined
  readonly state: string
}

/** Throws ConflictError with the reason `issues-off` if issues are disabled in the repository: GitHub returns 410 then. */
export async function findIssue(
  session: GithubSession,
  repository: RepositoryName,
  title: string,
): Promise<Issue | undefined> {
  return withIssues(repository, () => lookForIssue(session, repository, title))
}

export async function putIssue(
  session: GithubSession,
  repository: RepositoryName,
  { title, body }: Pick<Issue, 'title' | 'body'>,
): Promise<Issue> {
  return withIssues(repository, () => writeIssue(session, repository, { title, body }))
}

async function writeIssue(
  session: GithubSession,
  repository: RepositoryName,
  { title, body }: Pick<Issue, 'title' | 'body'>,
): Promise<Issue> {
  const { issues } = session.client.rest
  const find = async () => lookForIssue(session, repository, title)
  const written = await find()
  if (written?.open === true && written.body === body) return written
  if (written === undefined) {
    const create = async () => toIssue((await issues.create({ ...named(repository), title, body })).data)
    const created = await createOnce({ create, find, wait: session.wait })
    const oldest = await find()
    if (oldest === undefined || oldest.number === created.number) return created
    // Another importer wrote it at the same moment.
    await issues.update({ ...named(repository), issue_number: created.number, state: 'closed' })
    return oldest
  }
  const change = { ...named(repository), issue_number: written.number, body, state: 'open' } as const
  return toIssue((await issues.update(change)).data)
}

async function withIssues<Result>(
  { owner, name }: RepositoryName,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!hasNoIssues(error)) throw error
    throw new ConflictError(`Issues are turned off in ${owner}/${name}.`, {
      hint: 'Turn them on in the settings of the repository.',
      details: { reason: 'issues-off' },
    })
  }
}

/** Open issues take precedence over closed ones. */
async function lookForIssue(
  { client, findLogin }: GithubSession,
  repository: RepositoryName,
  title: string,
): Promise<Issue | undefined> {
  const login = await findLogin()
  const creator = login === undefined ? {} : { creator: login }
  const order = { state: 'all', sort: 'created', direction: 'asc', per_page: pageSize } as const
  let closed: Issue | undefined
  const pages = readPages(async (page) =>
    client.rest.issues.listForRepo({ ...named(repository), ...creator, ...order, page }),
  )
  for await (const { data } of pages) {
    const found = data.filter(
      (each) => each.pull_request === undefined && each.title === title && isOurs(each.user, login),
    )
    const open = found.find(({ state }) => state === 'open')
    if (open !== undefined) return toIssue(open)
    closed ??= found[0] && toIssue(found[0])
  }
  return closed
}

function toIssue(issue: ListedIssue): Issue {
  return {
    number: issue.number,
    url: issue.html_url,
    title: issue.title,
    body: issue.body ?? '',
    open: issue.state === 'open',
  }
}

function hasNoIssues(error: unknown): boolean {
  return error instanceof NotFoundError && error.details?.['status'] === 410
}
