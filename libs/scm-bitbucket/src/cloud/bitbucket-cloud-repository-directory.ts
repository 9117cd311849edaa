import type { RepositoryDirectory, RepositoryName } from '@groundplan/scm'
import { readGitCredentials } from './authentication.ts'
import type { BitbucketCloudAuthentication } from './bitbucket-cloud-options.ts'
import type { BitbucketCloudClient } from './client.ts'
import { getRepository, listRepositories } from './repositories.ts'

export class BitbucketCloudRepositoryDirectory implements RepositoryDirectory {
  readonly #client: BitbucketCloudClient
  readonly #authentication: BitbucketCloudAuthentication

  constructor(client: BitbucketCloudClient, authentication: BitbucketCloudAuthentication) {
    this.#client = client
    this.#authentication = authentication
  }

  listRepositories(owner: string, signal?: AbortSignal) {
    return listRepositories(this.#client, owner, signal)
  }

  getRepository(repository: RepositoryName) {
    return getRepository(this.#client, repository)
  }

  findGitCredentials() {
    return readGitCredentials(this.#authentication)
  }
}
