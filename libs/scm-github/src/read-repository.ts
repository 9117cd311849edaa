import { ConflictError } from '@groundplan/errors'
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

/** Newest commit of the default branch. */
export async function findHead(
  { client }: GithubSession,
  repository: RepositoryName,
): Promise<string | undefined> {
  try {
    const { data } = await client.rest.repos.listCommits({ ...named(repository), per_page: 1 })
    return data[0]?.sha
  } catch (error) {
    // 409 "Git Repository is empty."
    if (error instanceof ConflictError) return undefined
    throw error
  }
}
