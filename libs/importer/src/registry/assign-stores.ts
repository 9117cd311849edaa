import { compareText } from '@groundplan/change-set'
import { digest } from '../naming/digest.ts'
import { repositoryKey, type RegisteredRepository } from './repository-registry.ts'
import { foldName, isSameName, likenessOf, storeForms, type RepositoryNames } from './store-forms.ts'
import { StoreIndex } from './store-index.ts'

/** A repository as it was found now. */
export interface FoundRepository extends RepositoryNames {
  readonly id: string
  /** True if the host says that it is a fork, which has the commits of another repository. */
  readonly fork?: boolean | undefined
}

/** A store name that blueprints use, whoever it belongs to. */
export interface StoreClaim {
  readonly store: string
  /** Where the repository was, if that is known. */
  readonly address?: string | undefined
  /** Commits that blueprints pin. */
  readonly commits: readonly string[]
}

export interface StoreSituation {
  readonly registered: readonly RegisteredRepository[]
  readonly claims: readonly StoreClaim[]
  /** Repositories that hosts have, selected or not, by {@link repositoryKey}. */
  readonly present: ReadonlySet<string>
  /** Stores of which a found repository has a pinned commit, by {@link repositoryKey}. */
  readonly shared?: ReadonlyMap<string, ReadonlySet<string>> | undefined
}

export interface AssignedStores {
  /** By {@link repositoryKey}, one for each found repository. */
  readonly repositories: ReadonlyMap<string, RegisteredRepository>
  /** Of deleted repositories whose place another one has taken. */
  readonly replaced: readonly RegisteredRepository[]
}

/**
 * Gives each found repository its store name. One that is registered keeps it, and gets a new one only where the host renamed it.
 * Others take over the store that they are known by, or get a short name, with the owner and the host in front where names are
 * alike. The outcome doesn't depend on the order of what was found.
 */
export function assignStores(found: readonly FoundRepository[], situation: StoreSituation): AssignedStores {
  const assignment = new Assignment(situation)
  const inOrder = found.toSorted(
    (a, b) =>
      Number(a.fork ?? false) - Number(b.fork ?? false) || compareText(repositoryKey(a), repositoryKey(b)),
  )
  for (const repository of inOrder) assignment.follow(repository)
  for (const repository of inOrder) assignment.adopt(repository)
  assignment.give(inOrder)
  return assignment
}

class Assignment implements AssignedStores {
  readonly repositories = new Map<string, RegisteredRepository>()
  readonly replaced: RegisteredRepository[] = []
  readonly #situation: StoreSituation
  readonly #known: Map<string, RegisteredRepository>
  readonly #index: StoreIndex
  readonly #claimed: ReadonlySet<string>
  /** Stores of repositories at hosts. */
  readonly #ofHosts: Set<string>

  constructor(situation: StoreSituation) {
    const { registered, claims } = situation
    this.#situation = situation
    this.#known = new Map(registered.map((each) => [repositoryKey(each), each]))
    this.#index = new StoreIndex(registered)
    this.#claimed = new Set(claims.map(({ store }) => foldName(store)))
    this.#ofHosts = new Set(registered.flatMap(({ host, store }) => (host === '' ? [] : [foldName(store)])))
  }

  /** A registered repository, under its new name if the host has renamed it. */
  follow(found: FoundRepository): void {
    const before = this.#known.get(repositoryKey(found))
    if (before !== undefined) this.#put(this.#rename(before, found))
  }

  /** One that isn't registered, under the store that it is known by. */
  adopt(found: FoundRepository): void {
    if (this.repositories.has(repositoryKey(found))) return
    const successor = this.#findReplaced(found)
    if (successor !== undefined) {
      this.replaced.push(successor)
      this.#known.delete(repositoryKey(successor))
      this.#put({ ...successor, host: found.host, id: found.id, ...placeOf(found), missing: undefined })
      return
    }
    const store = this.#findStore(found)
    if (store !== undefined) this.#put({ ...newRow(found), store })
  }

  /** Those that are left, all at once: names that are alike are told apart on both sides. */
  give(found: readonly FoundRepository[]): void {
    const fresh = found.filter((each) => !this.repositories.has(repositoryKey(each)))
    const forms = new Map(fresh.map((each) => [each, storeForms(each)]))
    const levels = new Map(fresh.map((each) => [each, 0]))
    const formOf = (each: FoundRepository) => forms.get(each)?.[levels.get(each) ?? 0]
    for (let deepened = true; deepened;) {
      deepened = false
      const groups = Map.groupBy(fresh, (each) => likenessOf(formOf(each) ?? ''))
      for (const [likeness, group] of groups) {
        const owners = new Set(group.map(({ host, owner }) => `${host}\0${owner}`))
        const names = new Set(group.map((each) => likeness && (formOf(each) ?? '').toLowerCase()))
        const isAlike = group.length > 1 && (owners.size > 1 || names.size < group.length)
        for (const each of group) {
          const level = levels.get(each) ?? 0
          if (!isAlike && !this.#isTaken(formOf(each) ?? '', each)) continue
          if (level + 1 >= (forms.get(each)?.length ?? 0)) continue
          levels.set(each, level + 1)
          deepened = true
        }
      }
    }
    for (const each of fresh)
      this.#put({ ...newRow(each), store: this.#free(formOf(each) ?? each.name, each) })
  }

  #put(repository: RegisteredRepository): void {
    this.#known.set(repositoryKey(repository), repository)
    this.#index.add(repository)
    if (repository.host !== '') this.#ofHosts.add(foldName(repository.store))
    this.repositories.set(repositoryKey(repository), repository)
  }

  #rename(before: RegisteredRepository, found: FoundRepository): RegisteredRepository {
    const now = { ...before, ...placeOf(found), missing: undefined }
    // Older versions didn't record what the host called it.
    if (before.name === '' || (before.name === found.name && before.owner === found.owner)) return now
    const formerName = `${before.owner}/${before.name}`
    const formerNames = [...before.formerNames.filter((name) => name !== formerName), formerName]
    const form = storeForms(before).findIndex((name) => isSameName(name, before.store))
    const wanted = form === -1 ? [] : storeForms(found).slice(form)
    const store = wanted.find((name) => !this.#isTaken(name, found)) ?? before.store
    if (store === before.store) return { ...now, formerNames }
    const formerStores = [...before.formerStores.filter((name) => name !== store), before.store]
    return { ...now, formerNames, store, formerStores }
  }

  /** A repository that had this one's place and is gone. */
  #findReplaced(found: FoundRepository): RegisteredRepository | undefined {
    if (found.host === '') return undefined
    return this.#situation.registered.find(
      (each) =>
        each.host === found.host &&
        !this.#situation.present.has(repositoryKey(each)) &&
        !this.repositories.has(repositoryKey(each)) &&
        isSameName(`${each.owner}/${each.name}`, `${found.owner}/${found.name}`),
    )
  }

  #findStore(found: FoundRepository): string | undefined {
    const { shared } = this.#situation
    const mayTake = (store: string) => found.host === '' || !this.#hostOwns(store)
    const atAddress = storesAt(found, this.#situation).find(mayTake)
    if (atAddress !== undefined) return atAddress
    const known = shared?.get(repositoryKey(found)) ?? new Set()
    return storesLike(found, this.#situation).find((store) => known.has(store) && mayTake(store))
  }

  #hostOwns(store: string): boolean {
    return this.#ofHosts.has(foldName(store))
  }

  /** True if the name is another repository's, or would be mistaken for it. */
  #isTaken(store: string, found: FoundRepository): boolean {
    if (this.#index.isTaken(store, found)) return true
    const own = this.#known.get(repositoryKey(found))
    const isOwn =
      own !== undefined && [own.store, ...own.formerStores].some((each) => isSameName(each, store))
    return !isOwn && this.#claimed.has(foldName(store))
  }

  /** Where all forms are taken: the same digest for the same repository. */
  #free(store: string, found: FoundRepository): string {
    for (let round = ''; ; round += ' ') {
      const name = round === '' ? store : `${store}-${digest(repositoryKey(found) + round)}`
      if (!this.#isTaken(name, found)) return name
    }
  }
}

/**
 * Stores in use that a repository which isn't registered may turn out to be the one of: whether it has the commits that their
 * blueprints pin tells. None if its address tells already.
 */
export function storesToVerify(
  found: FoundRepository,
  situation: Pick<StoreSituation, 'registered' | 'claims'>,
): readonly string[] {
  if (storesAt(found, situation).length > 0) return []
  const ofHosts = new Set(
    situation.registered.flatMap(({ host, store }) => (host === '' ? [] : [foldName(store)])),
  )
  return storesLike(found, situation).filter((store) => !ofHosts.has(foldName(store)))
}

function storesAt(
  found: FoundRepository,
  { registered, claims }: Pick<StoreSituation, 'registered' | 'claims'>,
): readonly string[] {
  const isThere = ({ address }: Pick<StoreClaim, 'address'>) =>
    address !== undefined && isSameAddress(address, found.address)
  return [...registered, ...claims].filter(isThere).map(({ store }) => store)
}

/** Stores in use that this repository may be the one of, by their names. */
export function storesLike(
  found: FoundRepository,
  { registered, claims }: Pick<StoreSituation, 'registered' | 'claims'>,
): readonly string[] {
  const forms = storeForms(found)
  const stores = new Set([...registered, ...claims].map(({ store }) => store))
  return [...stores].filter((store) => forms.some((form) => isSameName(form, store)))
}

function placeOf({ owner, name, address }: FoundRepository) {
  return { owner, name, address }
}

function newRow({ host, id, ...found }: FoundRepository) {
  return { host, id, ...placeOf({ host, id, ...found }), formerStores: [], formerNames: [] }
}

/** The same repository, with or without the suffix that hosts leave out. */
function isSameAddress(left: string, right: string): boolean {
  const plain = (address: string) => address.replace(/[\\/]+$/, '').replace(/\.git$/, '')
  return left !== '' && plain(left) === plain(right)
}
