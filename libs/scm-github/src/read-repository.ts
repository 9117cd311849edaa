import type { HostedRepository, RepositoryName } from '@groundplan/scm'
import { named, type GithubSession } from './github-session.ts'
import { toHostedRepository } from './to-hosted-repository.ts'

export async function getRepository(
  { client }: GithubSession,
  repository: RepositoryName,
): Promise<HostedRepository> {
  const { data, headers } = await client.rest.repos.get(named(repository))
  return toHostedRepository(data, headers.date)
}
