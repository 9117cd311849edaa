import { repositoryKey, type RegisteredRepository } from './repository-registry.ts'
import { foldName, likenessOf } from './store-forms.ts'

/** Which store names are in use, current and former ones. */
export class StoreIndex {
  readonly #byName = new Map<string, Set<string>>()
  readonly #byLikeness = new Map<string, Map<string, string>>()

  constructor(repositories: Iterable<RegisteredRepository>) {
    for (const repository of repositories) this.add(repository)
  }

  add(repository: RegisteredRepository): void {
    const key = repositoryKey(repository)
    for (const store of [repository.store, ...repository.formerStores]) {
      const name = foldName(store)
      this.#byName.set(name, (this.#byName.get(name) ?? new Set()).add(key))
      const likeness = likenessOf(store)
      const alike = this.#byLikeness.get(likeness) ?? new Map<string, string>()
      this.#byLikeness.set(likeness, alike.set(key, ownerOf(repository)))
    }
  }

  /** True if the name is that of a repository, or, among those of other owners, like one. */
  isTaken(store: string, by: Pick<RegisteredRepository, 'host' | 'id' | 'owner'>): boolean {
    const key = repositoryKey(by)
    const isOther = (each: string) => each !== key
    if ([...(this.#byName.get(foldName(store)) ?? [])].some(isOther)) return true
    const alike = this.#byLikeness.get(likenessOf(store)) ?? []
    return [...alike].some(([each, owner]) => isOther(each) && owner !== ownerOf(by))
  }
}

function ownerOf({ host, owner }: Pick<RegisteredRepository, 'host' | 'owner'>): string {
  return `${host}\0${foldName(owner)}`
}
