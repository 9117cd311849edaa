import type { TokenSource } from '@groundplan/http'
import type { GitCredentials, HostedRepository, RepositoryDirectory, RepositoryName } from '@groundplan/scm'
import type { GithubSession } from './github-session.ts'
import { listRepositories } from './list-repositories.ts'
import { getRepository } from './read-repository.ts'

export class GithubRepositoryDirectory implements RepositoryDirectory {
  readonly #session: GithubSession
  readonly #tokens: TokenSource

  constructor(session: GithubSession, tokens: TokenSource) {
    this.#session = session
    this.#tokens = tokens
  }

  listRepositories(owner: string, signal?: AbortSignal): AsyncIterable<readonly HostedRepository[]> {
    return listRepositories(this.#session, owner, signal)
  }

  async getRepository(repository: RepositoryName): Promise<HostedRepository> {
    return getRepository(this.#session, repository)
  }

  /** GitHub accepts any token with this user name for git. */
  async findGitCredentials(rejected?: GitCredentials): Promise<GitCredentials> {
    if (rejected !== undefined) this.#tokens.reject(rejected.password)
    return { username: 'x-access-token', password: await this.#tokens.read() }
  }
}
