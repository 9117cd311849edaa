import {
  repositoryKey,
  type RegisteredRepository,
  type RepositoryKey,
  type RepositoryRegistry,
} from './repository-registry.ts'

/** Keeps store names as long as the process runs. */
export class InMemoryRepositoryRegistry implements RepositoryRegistry {
  readonly #repositories = new Map<string, RegisteredRepository>()

  async list(): Promise<readonly RegisteredRepository[]> {
    return [...this.#repositories.values()]
  }

  async save(repositories: readonly RegisteredRepository[]): Promise<void> {
    for (const repository of repositories) this.#repositories.set(repositoryKey(repository), repository)
  }

  async remove(keys: readonly RepositoryKey[]): Promise<void> {
    for (const key of keys) this.#repositories.delete(repositoryKey(key))
  }
}
