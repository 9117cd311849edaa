import type { RepositoryDirectory, RepositoryName } from '@groundplan/scm'
import { readGitCredentials } from './authentication.ts'
import type { BitbucketDataCenterOptions } from './bitbucket-data-center-options.ts'
import type { BitbucketDataCenterClient } from './client.ts'
import { getRepository, listRepositories } from './repositories.ts'

export class BitbucketDataCenterRepositoryDirectory implements RepositoryDirectory {
  readonly #client: BitbucketDataCenterClient
  readonly #options: BitbucketDataCenterOptions

  constructor(client: BitbucketDataCenterClient, options: BitbucketDataCenterOptions) {
    this.#client = client
    this.#options = options
  }

  listRepositories(owner: string, signal?: AbortSignal) {
    return listRepositories(this.#client, owner, signal)
  }

  getRepository(repository: RepositoryName) {
    return getRepository(this.#client, repository)
  }

  findGitCredentials() {
    return readGitCredentials(this.#options)
  }
}
