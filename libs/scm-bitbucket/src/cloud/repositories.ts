import type { HostedRepository, RepositoryName } from '@groundplan/scm'
import { stripUser } from '../strip-user.ts'
import type { BitbucketCloudClient } from './client.ts'
import { repositorySchema, type RepositoryPayload } from './payloads.ts'

/** Requested fields; a whole repository is ten times as large. */
const fields = [
  ...['uuid', 'full_name', 'description', 'language', 'updated_on', 'parent.uuid', 'mainbranch.name'],
  ...['links.html.href', 'links.clone'],
]

/** A push this recent may have another one at the same time, or one that is not visible yet. */
const settledAfter = 60_000

/** The workspace's repositories, 100 a request. */
export async function* listRepositories(
  client: BitbucketCloudClient,
  workspace: string,
  signal?: AbortSignal,
): AsyncGenerator<readonly HostedRepository[]> {
  const pages = client.listPages({
    subject: `the repositories of ${workspace}`,
    schema: repositorySchema,
    signal,
    send: (api, options) =>
      api.repositories.list({ workspace, pagelen: 100, fields: printListFields(fields), ...options }),
  })
  for await (const { payload, date } of pages) {
    yield payload.map((repository) => toRepository(repository, date))
  }
}

export async function getRepository(
  client: BitbucketCloudClient,
  repository: RepositoryName,
): Promise<HostedRepository> {
  const { payload, date } = await client.callTimed({
    subject: printName(repository),
    schema: repositorySchema,
    send: (api, options) =>
      api.repositories.get({ ...toPath(repository), fields: fields.join(','), ...options }),
  })
  return toRepository(payload, date)
}

/** A repository as a URL path. */
export function toPath({ owner, name }: RepositoryName): { workspace: string; repo_slug: string } {
  return { workspace: owner, repo_slug: name }
}

/** A repository as named in messages. */
export function printName({ owner, name }: RepositoryName): string {
  return `${owner}/${name}`
}

/** Fields of the items of a list, in the words of `fields=`. */
export function printListFields(names: readonly string[]): string {
  return ['next', ...names.map((name) => `values.${name}`)].join(',')
}

function toRepository(payload: RepositoryPayload, date: Date | undefined): HostedRepository {
  const [owner = '', name = ''] = payload.full_name.split('/')
  const clone = payload.links.clone.find((link) => link.name.startsWith('http'))
  return {
    id: payload.uuid,
    owner,
    name,
    description: textOrNothing(payload.description),
    webUrl: payload.links.html.href,
    gitUrl: stripUser(clone?.href ?? `${payload.links.html.href}.git`),
    defaultBranch: payload.mainbranch?.name,
    // Bitbucket Cloud archives no repositories and has no topics.
    archived: false,
    fork: payload.parent !== undefined && payload.parent !== null,
    topics: [],
    language: textOrNothing(payload.language)?.toLowerCase(),
    updatedAt: typeof payload.updated_on === 'string' ? new Date(payload.updated_on) : undefined,
    changeToken: findChangeToken(payload, date),
  }
}

function findChangeToken({ updated_on }: RepositoryPayload, date: Date | undefined): string | undefined {
  if (typeof updated_on !== 'string' || date === undefined) return undefined
  return date.getTime() - new Date(updated_on).getTime() < settledAfter ? undefined : updated_on
}

function textOrNothing(text: string | null | undefined): string | undefined {
  return text === null || text === '' ? undefined : text
}
