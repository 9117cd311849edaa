import { repositoryKey, type RegisteredRepository } from './repository-registry.ts'
import { foldName } from './store-forms.ts'

/** Store names as they are now, for blueprints and proposals that were written before a repository was renamed. */
export class StoreNames {
  /** Each once, in the order in which they were first registered. */
  readonly repositories: readonly RegisteredRepository[]
  readonly #current = new Map<string, string>()

  constructor(all: readonly RegisteredRepository[]) {
    const repositories = [...new Map(all.map((each) => [repositoryKey(each), each])).values()]
    this.repositories = repositories
    for (const { store, formerStores } of repositories)
      for (const former of formerStores) this.#current.set(foldName(former), store)
    for (const { host, store } of repositories) if (host !== '') this.#current.delete(foldName(store))
  }

  /** The name that the store has now: the same if its repository was never renamed. */
  current(store: string): string {
    return this.#current.get(foldName(store)) ?? store
  }

  /** The same source under its store's current name. */
  update<Source extends { readonly store: string }>(source: Source): Source {
    const store = this.current(source.store)
    return store === source.store ? source : { ...source, store }
  }
}
