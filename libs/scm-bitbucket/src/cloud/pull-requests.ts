import { ConflictError } from '@groundplan/errors'
import type { PullRequest, PullRequestFilter, RepositoryName } from '@groundplan/scm'
import type { BitbucketCloudClient } from './client.ts'
import { pullRequestSchema, type PullRequestPayload } from './payloads.ts'
import { isWithinRepository, pullRequestFields, toPullRequest } from './pull-request-fields.ts'
import { printListFields, printName, toPath } from './repositories.ts'

/** Newest first. */
export async function listPullRequests(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  filter: PullRequestFilter,
): Promise<readonly PullRequest[]> {
  return (await listPayloads(client, repository, filter)).map(toPullRequest)
}

/** Reads the pull requests within a repository, newest first. */
export async function listPayloads(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  { status, ...filter }: PullRequestFilter,
): Promise<readonly PullRequestPayload[]> {
  const query = printQuery(filter)
  const payloads = await client.list({
    subject: `the pull requests of ${printName(repository)}`,
    schema: pullRequestSchema,
    // Not `api.pullrequests.list`: it takes one state only, whereas the host takes the parameter several times.
    send: (api, options) =>
      api.request({
        method: 'GET',
        url: '/repositories/{workspace}/{repo_slug}/pullrequests',
        ...toPath(repository),
        state: status === 'open' ? ['OPEN'] : ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'],
        ...(query === '' ? {} : { q: query }),
        pagelen: 50, // the most for pull requests
        fields: printListFields(pullRequestFields),
        ...options,
      }),
  })
  return payloads.filter(isWithinRepository).sort((one, other) => other.id - one.id)
}

export async function getPullRequest(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  number: number,
): Promise<PullRequest> {
  return toPullRequest(await getPayload(client, repository, number))
}

/** Reads a pull request. */
export async function getPayload(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  number: number,
): Promise<PullRequestPayload> {
  return client.call({
    subject: printPullRequest(repository, number),
    schema: pullRequestSchema,
    send: (api, options) =>
      api.pullrequests.get({
        ...toPath(repository),
        pull_request_id: number,
        fields: pullRequestFields.join(','),
        ...options,
      }),
  })
}

/** Returns the pull request if it is open. Throws ConflictError otherwise, because the host cannot reopen declined ones. */
export async function reopenPullRequest(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  number: number,
): Promise<PullRequest> {
  const pullRequest = await getPullRequest(client, repository, number)
  if (pullRequest.state.status === 'open') return pullRequest
  throw new ConflictError(`Bitbucket Cloud cannot reopen ${printPullRequest(repository, number)}.`, {
    hint: 'Open a new one from the same branch.',
  })
}

/** A pull request as named in messages. */
export function printPullRequest(repository: RepositoryName, number: number): string {
  return `pull request ${number} of ${printName(repository)}`
}

/** The filter in the host's query language; empty for everything. */
function printQuery({ branch, updatedSince }: Omit<PullRequestFilter, 'status'>): string {
  const terms = [
    ...(branch === undefined ? [] : [`source.branch.name=${printText(branch)}`]),
    ...(updatedSince === undefined ? [] : [`updated_on>=${printTime(updatedSince)}`]),
  ]
  return terms.join(' AND ')
}

/** The query language requires offsets in times, not `Z`. */
function printTime(time: Date): string {
  return time.toISOString().replace('Z', '+00:00')
}

/** A string literal in the host's query language. */
function printText(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}
