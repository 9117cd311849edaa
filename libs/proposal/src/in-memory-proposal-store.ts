import { ConflictError } from '@groundplan/errors'
import { InMemoryLeaseStore } from './leases/in-memory-lease-store.ts'
import type { Lease } from './leases/lease-store.ts'
import { Leases, lostLease, type LeasesOptions } from './leases/leases.ts'
import {
  noSuchProposal,
  type GeneratedProposal,
  type LatestFilter,
  type ProposalFilter,
  type ProposalRecords,
  type ProposalStore,
} from './proposal-store.ts'
import type { NewProposal, Proposal } from './proposal.ts'

/** Keeps proposals as long as the process runs. */
export class InMemoryProposalStore implements ProposalStore {
  readonly #proposals: Proposal[] = []
  readonly #bodies = new Map<number, string>()
  #followedAt: Date | undefined
  readonly leases: Leases
  readonly #leaseStore = new InMemoryLeaseStore()

  constructor(options: LeasesOptions = {}) {
    this.leases = new Leases(this.#leaseStore, options)
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

  async add({ body, ...proposal }: NewProposal): Promise<Proposal> {
    const { blueprint } = proposal
    if (this.#proposals.some((other) => other.blueprint === blueprint && other.state.status === 'open')) {
      throw new ConflictError(`The blueprint "${blueprint}" already has an open proposal.`)
    }
    const added = { ...proposal, number: this.#proposals.length + 1 }
    this.#proposals.push(added)
    this.#bodies.set(added.number, body)
    return added
  }

  async update(proposal: Proposal, body?: string): Promise<void> {
    if (this.#proposals[proposal.number - 1] === undefined) throw noSuchProposal(proposal.number)
    this.#proposals[proposal.number - 1] = proposal
    if (body !== undefined) this.#bodies.set(proposal.number, body)
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
      findFollowedAt: () => this.findFollowedAt(),
      setFollowedAt: (at) => this.setFollowedAt(at),
      add: async (proposal) => {
        check()
        return this.add(proposal)
      },
      update: async (proposal, body) => {
        check()
        await this.update(proposal, body)
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
