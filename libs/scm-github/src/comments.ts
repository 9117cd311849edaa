import { createOnce } from '@groundplan/http'
import type { Comment, KeyedComment, RepositoryName } from '@groundplan/scm'
import { isOurs } from './find-login.ts'
import { named, type GithubSession } from './github-session.ts'
import { pageSize, readAll, readPages } from './read-pages.ts'

interface WrittenComment {
  readonly id: number
  readonly body?: string | undefined
}

interface Discussion {
  readonly repository: RepositoryName
  readonly number: number
}

export async function listComments(
  session: GithubSession,
  discussion: Discussion,
): Promise<readonly Comment[]> {
  const comments = await readAll(readCommentPage(session, discussion))
  return comments.map(({ id, user, body, created_at }) => ({
    id: String(id),
    by: user?.login ?? 'ghost',
    body: body ?? '',
    at: new Date(created_at),
  }))
}

/** Creates or updates a comment, identified by an invisible marker on its first line. */
export async function putComment(
  session: GithubSession,
  discussion: Discussion,
  comment: KeyedComment,
): Promise<void> {
  const marker = `<!-- groundplan:${comment.key} -->`
  const body = `${marker}\n${comment.body}`
  const find = async () => findComment(session, discussion, marker)
  const written = await find()
  if (written?.body === body) return
  const repository = named(discussion.repository)
  const { issues } = session.client.rest
  if (written !== undefined) {
    await issues.updateComment({ ...repository, comment_id: written.id, body })
    return
  }
  const create = async (): Promise<WrittenComment> =>
    (await issues.createComment({ ...repository, issue_number: discussion.number, body })).data
  await createOnce({ create, find, wait: session.wait })
}

/** Others may have copied the marker. */
async function findComment(
  session: GithubSession,
  discussion: Discussion,
  marker: string,
): Promise<WrittenComment | undefined> {
  const login = await session.findLogin()
  for await (const { data } of readPages(readCommentPage(session, discussion))) {
    const found = data.find(({ user, body }) => isOurs(user, login) && body?.startsWith(marker))
    if (found !== undefined) return found
  }
  return undefined
}

function readCommentPage({ client }: GithubSession, { repository, number }: Discussion) {
  return async (page: number) =>
    client.rest.issues.listComments({
      ...named(repository),
      issue_number: number,
      per_page: pageSize,
      page,
    })
}
