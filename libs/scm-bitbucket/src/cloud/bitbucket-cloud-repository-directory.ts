import type { GitCredentials, RepositoryDirectory, RepositoryName } from '@groundplan/scm'
import { findGitCredentials } from './authentication.ts'
import type { BitbucketCloudClient } from './client.ts'
import { getRepository, listRepositories } from './repositories.ts'

export class BitbucketCloudRepositoryDirectory implements RepositoryDirectory {
  readonly #client: BitbucketCloudClient

  constructor(client: BitbucketCloudClient) {
    this.#client = client
  }

  listRepositories(owner: string, signal?: AbortSignal) {
    return listRepositories(this.#client, owner, signal)
  }

  getRepository(repository: RepositoryName) {
    return getRepository(this.#client, repository)
  }

  findGitCredentials(rejected?: GitCredentials) {
    return findGitCredentials(this.#client.signIn, rejected)
  }
}
