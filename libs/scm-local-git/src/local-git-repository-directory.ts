import { CancelledError } from '@groundplan/errors'
import type { HostedRepository, RepositoryDirectory, RepositoryName } from '@groundplan/scm'
import { createGit, type Git } from './git.ts'
import { findRepository, listRepositoryFolders, type RepositoryFolder } from './hosting/find-repository.ts'
import { readHostedRepository } from './hosting/read-hosted-repository.ts'

const pageLength = 100

/**
 * A folder of git repositories: owners are the folders below the root (`.` is the root itself), repositories the folders in them,
 * bare or not. Folders have no pull requests, issues or webhooks; changes in them are found by polling.
 */
export class LocalGitRepositoryDirectory implements RepositoryDirectory {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  async *listRepositories(owner: string, signal?: AbortSignal): AsyncGenerator<readonly HostedRepository[]> {
    const requireGoing = () => {
      if (signal?.aborted === true) throw new CancelledError()
    }
    requireGoing()
    const folders = await listRepositoryFolders(this.#root, owner)
    for (let start = 0; start < folders.length; start += pageLength) {
      const page: HostedRepository[] = []
      for (const folder of folders.slice(start, start + pageLength)) {
        requireGoing()
        page.push(await readHostedRepository(gitIn(folder), folder))
      }
      yield page
    }
  }

  async getRepository(repository: RepositoryName): Promise<HostedRepository> {
    const folder = await findRepository(this.#root, repository)
    return readHostedRepository(gitIn(folder), folder)
  }

  async findGitCredentials(): Promise<undefined> {
    return undefined
  }
}

function gitIn({ directory, gitDirectory }: RepositoryFolder): Git {
  return createGit({ directory: gitDirectory, isRepository: true, subject: directory })
}
