import type { CodeChange, CodeStep } from '@groundplan/blueprint'
import { ConflictError } from '@groundplan/errors'
import { InMemoryEventLog } from '@groundplan/events/testing'
import { InMemoryLeaseStore } from './leases/in-memory-lease-store.ts'
import type { Lease } from './leases/lease-store.ts'
import { Leases, lostLease, type LeasesOptions } from './leases/leases.ts'
import {
  changedMeanwhile,
  noSuchProposal,
  type GeneratedProposal,
  type LatestFilter,
  type ProposalFilter,
  type ProposalRecords,
  type ProposalReplacement,
  type ProposalStore,
} from './proposal-store.ts'
import type { ProposalEvent } from './proposal-event.ts'
import type { Page } from './paging/page.ts'
import type { NewProposal, Proposal, ProposalDetails } from './proposal.ts'
import type {
  ProposalFacets,
  ProposalPageRequest,
  ProposalPosition,
  ProposalSearch,
} from './search/proposal-search.ts'
import { countFacets, filterProposals, pageProposals } from './search/search-proposals.ts'

/** Keeps proposals as long as the process runs. */
export class InMemoryProposalStore implements ProposalStore {
  readonly #proposals: Proposal[] = []
  readonly #bodies = new Map<number, string>()
  readonly #details = new Map<number, ProposalDetails>()
  #followedAt: Date | undefined
  readonly #code = new Map<string, readonly CodeChange[]>()
  readonly leases: Leases
  /** What happened to the proposals. */
  readonly events = new InMemoryEventLog('in-memory')
  readonly #leaseStore = new InMemoryLeaseStore()

  constructor(options: LeasesOptions = {}) {
    this.leases = new Leases(this.#leaseStore, options)
  }

  async findCodeChanges(step: CodeStep): Promise<readonly CodeChange[] | undefined> {
    return this.#code.get(codeKey(step))
  }

  async keepCodeChanges(step: CodeStep, changes: readonly CodeChange[]): Promise<void> {
    this.#code.set(codeKey(step), changes)
  }

  async list({ status, branch }: ProposalFilter = {}): Promise<readonly Proposal[]> {
    return this.#proposals
      .filter((proposal) => status === undefined || proposal.state.status === status)
      .filter((proposal) => branch === undefined || proposal.branch === branch)
      .toReversed()
  }

  async find(number: number): Promise<Proposal | undefined> {
    return this.#proposals[number - 1]
  }

  async latestByBlueprint({ status, blueprints }: LatestFilter = {}): Promise<ReadonlyMap<string, Proposal>> {
    const proposals = this.#proposals
      .filter(({ state }) => status === undefined || state.status === status)
      .filter(({ blueprint }) => blueprints === undefined || blueprints.includes(blueprint))
    return new Map(proposals.map((proposal) => [proposal.blueprint, proposal]))
  }

  async readBodies(numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
    return new Map([...this.#bodies].filter(([number]) => numbers.includes(number)))
  }

  async readDetails(number: number): Promise<ProposalDetails> {
    return this.#details.get(number) ?? { conflicts: [], declarations: [] }
  }

  async search(
    search: ProposalSearch,
    request: ProposalPageRequest,
  ): Promise<Page<Proposal, ProposalPosition>> {
    return pageProposals(this.#proposals, search, request)
  }

  async count(search: ProposalSearch): Promise<number> {
    return filterProposals(this.#proposals, search).length
  }

  async countFacets(search: ProposalSearch): Promise<ProposalFacets> {
    return countFacets(this.#proposals, search)
  }

  async insert({ body, details, ...proposal }: NewProposal, event: ProposalEvent): Promise<Proposal> {
    const { blueprint } = proposal
    if (this.#proposals.some((other) => other.blueprint === blueprint && other.state.status === 'open')) {
      throw new ConflictError(`The blueprint "${blueprint}" already has an open proposal.`)
    }
    const added = { ...proposal, number: this.#proposals.length + 1 }
    this.#proposals.push(added)
    this.#bodies.set(added.number, body)
    if (details !== undefined) this.#details.set(added.number, details)
    this.#record(added.number, event)
    return added
  }

  async replace(proposal: Proposal, { expected, event, body, details }: ProposalReplacement): Promise<void> {
    const { number } = proposal
    const before = this.#proposals[number - 1]
    if (before === undefined) throw noSuchProposal(number)
    if (before.state.status !== expected) throw changedMeanwhile(number)
    this.#proposals[number - 1] = proposal
    if (body !== undefined) this.#bodies.set(number, body)
    if (details !== undefined) this.#details.set(number, details)
    this.#record(number, event)
  }

  #record(number: number, event: ProposalEvent): void {
    this.events.record({ ...event, subject: { kind: 'proposal', id: String(number) } })
  }

  exclusively<Result>(branch: string, work: (records: ProposalRecords) => Promise<Result>): Promise<Result> {
    return this.leases.hold(`branch ${branch}`, ({ lease }) => work(this.#fenced(lease)))
  }

  #fenced(lease: Lease): ProposalRecords {
    const check = () => {
      if (!this.#leaseStore.isCurrent(lease)) throw lostLease(lease.key)
    }
    return {
      list: (filter) => this.list(filter),
      find: (number) => this.find(number),
      latestByBlueprint: (filter) => this.latestByBlueprint(filter),
      listGenerated: (commits) => this.listGenerated(commits),
      readBodies: (numbers) => this.readBodies(numbers),
      readDetails: (number) => this.readDetails(number),
      findCodeChanges: (step) => this.findCodeChanges(step),
      keepCodeChanges: (step, changes) => this.keepCodeChanges(step, changes),
      findFollowedAt: () => this.findFollowedAt(),
      setFollowedAt: (at) => this.setFollowedAt(at),
      insert: async (proposal, event) => {
        check()
        return this.insert(proposal, event)
      },
      replace: async (proposal, replacement) => {
        check()
        await this.replace(proposal, replacement)
      },
    }
  }

  async listGenerated(commits?: readonly string[]): Promise<readonly GeneratedProposal[]> {
    return this.#proposals.filter(
      ({ state, generatedCommit }) =>
        state.status === 'open' && (commits === undefined || commits.includes(generatedCommit)),
    )
  }

  async findFollowedAt(): Promise<Date | undefined> {
    return this.#followedAt
  }

  async setFollowedAt(at: Date): Promise<void> {
    this.#followedAt = at
  }
}

function codeKey({ path, from, to }: CodeStep): string {
  return [path, from, to].join('\0')
}
