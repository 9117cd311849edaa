import type { GitCredentials, HostedRepository, RepositoryDirectory, RepositoryName } from '@groundplan/scm'
import type { GithubSession } from './github-session.ts'
import { listRepositories } from './list-repositories.ts'
import { getRepository } from './read-repository.ts'

export class GithubRepositoryDirectory implements RepositoryDirectory {
  readonly #session: GithubSession
  readonly #readToken: () => Promise<string>

  constructor(session: GithubSession, readToken: () => Promise<string>) {
    this.#session = session
    this.#readToken = readToken
  }

  listRepositories(owner: string, signal?: AbortSignal): AsyncIterable<readonly HostedRepository[]> {
    return listRepositories(this.#session, owner, signal)
  }

  async getRepository(repository: RepositoryName): Promise<HostedRepository> {
    return getRepository(this.#session, repository)
  }

  /** GitHub accepts any token with this user name for git. */
  async findGitCredentials(): Promise<GitCredentials> {
    return { username: 'x-access-token', password: await this.#readToken() }
  }
}
