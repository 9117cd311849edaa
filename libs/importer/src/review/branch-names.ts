/**
 * Names of branches.
 *
 * What shares a branch is its *group*: a module, a repository, an owner or everything. Two groups never share a branch, even if their
 * names are alike. What is open stays on its branch, and what comes to its group joins it there.
 */
import { InputError } from '@groundplan/errors'
import type { Proposal } from '@groundplan/proposal'
import type { RegisteredRepository } from '../registry/repository-registry.ts'
import { foldName } from '../registry/store-forms.ts'
import { StoreNames } from '../registry/store-names.ts'
import type { ReviewSettings } from '../review-settings.ts'
import { digest } from '../naming/digest.ts'
import { ownBranches } from './own-branches.ts'
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
  /** All branches that the blueprint repository has. */
  readonly existing?: Iterable<string> | undefined
}

/** The branch for everything, where that is one. */
const everything = 'blueprints'
/** What a retirement adds to the name of a branch. */
const retirementSuffix = '-retire'

/** Chooses the branches of proposals. */
export class BranchNames {
  readonly #review: BranchSituation['review']
  readonly #stores: StoreNames
  readonly #byStore: ReadonlyMap<string, RegisteredRepository>
  /** Groups by the short name that each of them would have. */
  readonly #groups: ReadonlyMap<string, readonly string[]>
  readonly #open: ReadonlyMap<string, readonly Proposal[]>
  readonly #existing: readonly string[]

  constructor({ review, stores = new StoreNames([]), open = [], existing = [] }: BranchSituation) {
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
    this.#existing = [...new Set([...existing, ...open.map(({ branch }) => branch)])].map(foldName)
  }

  /** The branch for a new proposal. It is the same on every run. */
  nameOf(subject: BranchSubject): string {
    const group = this.#groupOf(subject)
    this.#requireUsablePrefix()
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
        return { key: '', name: everything }
    }
  }

  #groupOfProposal({ blueprint, source }: Proposal): string {
    const store = this.#stores.current(source.store)
    const { host, owner } = this.#byStore.get(store) ?? {}
    return this.#groupOf({ blueprint, store, host, owner }).key
  }

  /** False for names of our own branches, and for what would be the name of another group's retirements. */
  #isUsable(name: string): boolean {
    const own: readonly string[] = Object.values(ownBranches)
    if (name === everything && this.#review.group !== 'all') return false
    return !own.includes(name) && !name.endsWith(retirementSuffix)
  }

  /** True if nobody else has the branch, nor one below it: git keeps branches like files, so none can be a folder of another. */
  #isFree(branch: string, group: string): boolean {
    const wanted = foldName(branch)
    const proposals = this.#open.get(wanted) ?? []
    if (!proposals.every((each) => this.#groupOfProposal(each) === group)) return false
    return !this.#existing.some((other) => other.startsWith(`${wanted}/`))
  }

  /** The other way round, every branch with the prefix would be below one that is there. */
  #requireUsablePrefix(): void {
    const { branchPrefix } = this.#review
    const above = this.#existing.find((other) => foldName(branchPrefix).startsWith(`${other}/`))
    if (above === undefined) return
    throw new InputError(
      `No branch can begin with "${branchPrefix}", because the blueprint repository has the branch "${above}".`,
      { hint: 'Set another `branch-prefix` under `pull-requests` in groundplan.yaml.' },
    )
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
