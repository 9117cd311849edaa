/**
 * Names of branches.
 *
 * What shares a branch is its *group*: a module, a repository, an owner or everything. Two groups never share a branch, even if their
 * names are alike. What is open stays on its branch, and what comes to its group joins it there.
 */
import type { Proposal } from '@groundplan/proposal'
import type { RegisteredRepository } from '../registry/repository-registry.ts'
import { foldName } from '../registry/store-forms.ts'
import { StoreNames } from '../registry/store-names.ts'
import type { ReviewSettings } from '../review-settings.ts'
import { digest } from '../naming/digest.ts'
import { nameBranch } from '../naming/name-branch.ts'
import { toName } from '../naming/to-name.ts'

export interface BranchSubject {
  readonly blueprint: string
  /** The repository's store name. */
  readonly store: string
  /** The repository's host and owner, if known. */
  readonly host?: string | undefined
  readonly owner: string | undefined
}

export interface BranchSituation {
  readonly review: Pick<ReviewSettings, 'group' | 'branchPrefix'>
  /** All that are known, in the order in which they became so: the first one keeps a name that others would have, too. */
  readonly stores?: StoreNames | undefined
  /** Open proposals. */
  readonly open?: readonly Proposal[] | undefined
}

/** Branches of our own, and what a retirement adds to the name of a branch. */
const ownNames = ['dashboard', 'configure', 'blueprints']
const retirementSuffix = '-retire'

/** Chooses the branches of proposals. */
export class BranchNames {
  readonly #review: BranchSituation['review']
  readonly #stores: StoreNames
  readonly #byStore: ReadonlyMap<string, RegisteredRepository>
  /** Groups by the short name that each of them would have. */
  readonly #groups: ReadonlyMap<string, readonly string[]>
  readonly #open: ReadonlyMap<string, readonly Proposal[]>

  constructor({ review, stores = new StoreNames([]), open = [] }: BranchSituation) {
    const { repositories } = stores
    this.#review = review
    this.#stores = stores
    this.#byStore = new Map(repositories.toReversed().map((each) => [each.store, each]))
    const all = repositories.map((each) => this.#groupOf({ ...each, blueprint: '' }))
    const groups = new Map(all.map((group) => [group.key, group]))
    this.#groups = new Map(
      [...Map.groupBy(groups.values(), ({ name }) => name)].map(([name, alike]) => [
        name,
        alike.map(({ key }) => key),
      ]),
    )
    this.#open = Map.groupBy(open, ({ branch }) => foldName(branch))
  }

  /** The branch for a new proposal. It is the same on every run. */
  nameOf(subject: BranchSubject): string {
    const group = this.#groupOf(subject)
    const joined = this.#joinable(group, subject)
    if (joined !== undefined) return joined
    const isFirst = (this.#groups.get(group.name) ?? [group.key])[0] === group.key
    const candidates = isFirst && this.#isUsable(group.name) ? [group.name] : []
    for (let round = ''; ; round += ' ') {
      const [name = `${group.name}-${digest(group.key + round)}`] = candidates.splice(0, 1)
      const branch = nameBranch(name, this.#review)
      if (this.#isFree(branch, group.key)) return branch
    }
  }

  /** The branch for its retirement: a reviewer may want updates without retirements. */
  nameRetirement(subject: BranchSubject): string {
    return `${this.nameOf(subject)}${retirementSuffix}`
  }

  #groupOf({ blueprint, store, host = '', owner }: BranchSubject): {
    readonly key: string
    readonly name: string
  } {
    switch (this.#review.group) {
      case 'module':
        return { key: blueprint, name: blueprint }
      case 'repository':
        return { key: store, name: toName(store) }
      case 'owner':
        return owner === undefined || owner === ''
          ? { key: `store ${store}`, name: toName(store) }
          : { key: `${host}\0${foldName(owner)}`, name: toName(owner) }
      case 'all':
        return { key: '', name: 'blueprints' }
    }
  }

  #groupOfProposal({ blueprint, source }: Proposal): string {
    const store = this.#stores.current(source.store)
    const { host, owner } = this.#byStore.get(store) ?? {}
    return this.#groupOf({ blueprint, store, host, owner }).key
  }

  /** False for names of our own branches, and for what would be the name of another group's retirements. */
  #isUsable(name: string): boolean {
    const own = this.#review.group === 'all' ? ownNames.slice(0, 2) : ownNames
    return !own.includes(name) && !name.endsWith(retirementSuffix)
  }

  /** True if nobody else has the branch, nor one of which it would be a folder, or the other way round. */
  #isFree(branch: string, group: string): boolean {
    const wanted = foldName(branch)
    return [...this.#open].every(([other, proposals]) => {
      if (other === wanted) return proposals.every((each) => this.#groupOfProposal(each) === group)
      return !other.startsWith(`${wanted}/`) && !wanted.startsWith(`${other}/`)
    })
  }

  /** An open branch of the group, also one that was named after the repository's former name. */
  #joinable({ key }: { readonly key: string }, { store }: BranchSubject): string | undefined {
    if (this.#review.group !== 'repository') return undefined
    const former = this.#byStore.get(store)?.formerStores ?? []
    const names = [store, ...former].flatMap((each) => [toName(each), `${toName(each)}-${digest(each)}`])
    const branches = names.map((name) => nameBranch(name, this.#review))
    return branches.find((branch) => {
      const proposals = this.#open.get(foldName(branch)) ?? []
      return proposals.length > 0 && proposals.every((each) => this.#groupOfProposal(each) === key)
    })
  }
}
