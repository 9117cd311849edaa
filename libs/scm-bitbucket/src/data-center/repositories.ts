import { NotFoundError } from '@groundplan/errors'
import type { HostedRepository, RepositoryName } from '@groundplan/scm'
import { stripUser } from '../strip-user.ts'
import { path, type BitbucketDataCenterClient } from './client.ts'
import { findChangeTokens } from './find-change-tokens.ts'
import { branchSchema, commitSchema, repositorySchema, type RepositoryPayload } from './payloads.ts'

/** As many as a server gives in a page unless it is configured otherwise (`page.max.repositories`); it cuts larger pages itself. */
const pageLength = 1000

/**
 * The project's repositories, up to 1000 per request. The list has no branches and times; what changes with each push comes from
 * another one.
 */
export async function* listRepositories(
  client: BitbucketDataCenterClient,
  project: string,
  signal?: AbortSignal,
): AsyncGenerator<readonly HostedRepository[]> {
  const pages = client.listPages({
    subject: `the repositories of ${project}`,
    schema: repositorySchema,
    path: path`/api/latest/projects/${project}/repos`,
    signal,
    limit: pageLength,
  })
  let tokens: ReadonlyMap<number, string> | undefined
  for await (const page of pages) {
    const [first] = page
    if (first === undefined) continue
    // Before anything is read through git: what is pushed later must not count as seen.
    tokens ??= await findChangeTokens(client, first.project.id, signal)
    const found = tokens
    yield page.map((payload) => ({ ...toRepository(payload), changeToken: found.get(payload.id) }))
  }
}

export async function getRepository(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
): Promise<HostedRepository> {
  const payload = await client.call({
    subject: printName(repository),
    schema: repositorySchema,
    path: toPath(repository),
  })
  const branch = await unlessMissing(
    client.call({
      subject: `the default branch of ${printName(repository)}`,
      schema: branchSchema,
      path: `${toPath(repository)}/default-branch`,
    }),
  )
  // The setting exists before the branch does.
  const head = branch === undefined ? undefined : await findTip(client, repository)
  return { ...toRepository(payload), defaultBranch: head === undefined ? undefined : branch?.displayId }
}

/** A repository as a URL path. */
export function toPath({ owner, name }: RepositoryName): string {
  return path`/api/latest/projects/${owner}/repos/${name}`
}

/** A repository as named in messages. */
export function printName({ owner, name }: RepositoryName): string {
  return `${owner}/${name}`
}

/** Without a start, commits are those of the default branch; it answers 404 if that does not exist. */
async function findTip(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
): Promise<string | undefined> {
  const pages = client.listPages({
    subject: `the newest commit of ${printName(repository)}`,
    schema: commitSchema,
    path: `${toPath(repository)}/commits`,
    limit: 1,
  })
  const first = await unlessMissing(pages.next())
  return first?.value?.at(0)?.id
}

async function unlessMissing<Payload>(reply: Promise<Payload>): Promise<Payload | undefined> {
  try {
    return await reply
  } catch (error) {
    if (error instanceof NotFoundError) return undefined
    throw error
  }
}

function toRepository({ links, ...payload }: RepositoryPayload): HostedRepository {
  const page = links.self[0]?.href ?? ''
  // It is named `http` for every scheme.
  const clone = links.clone.find(({ name }) => name.startsWith('http'))
  return {
    id: String(payload.id),
    owner: payload.project.key,
    name: payload.slug,
    description: payload.description ?? undefined,
    webUrl: page,
    gitUrl: clone === undefined ? page : stripUser(clone.href),
    archived: payload.archived === true,
    fork: payload.origin !== undefined && payload.origin !== null,
    topics: [],
  }
}
