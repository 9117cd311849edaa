import { ConflictError } from '@groundplan/errors'
import { alreadyDecided, noSuchProposal } from './decide-proposal.ts'
import type { Proposal } from './proposal.ts'
import type { ProposalFilter, ProposalStore } from './proposal-store.ts'

/** Keeps proposals as long as the process runs. */
export class InMemoryProposalStore implements ProposalStore {
  readonly #proposals: Proposal[] = []
  #changing: Promise<unknown> = Promise.resolve()

  async list({ status }: ProposalFilter = {}): Promise<readonly Proposal[]> {
    return this.#proposals.filter(({ state }) => status === undefined || state.status === status).toReversed()
  }

  async find(number: number): Promise<Proposal | undefined> {
    return this.#proposals[number - 1]
  }

  async latestByBlueprint(): Promise<ReadonlyMap<string, Proposal>> {
    return new Map(this.#proposals.map((proposal) => [proposal.blueprint, proposal]))
  }

  async add(proposal: Omit<Proposal, 'number'>): Promise<Proposal> {
    const { blueprint } = proposal
    if (this.#proposals.some((other) => other.blueprint === blueprint && other.state.status === 'open')) {
      throw new ConflictError(`The blueprint "${blueprint}" has an open proposal already.`)
    }
    const added = { ...proposal, number: this.#proposals.length + 1 }
    this.#proposals.push(added)
    return added
  }

  changeOpen(number: number, change: (proposal: Proposal) => Promise<Proposal>): Promise<Proposal> {
    const changed = this.#changing.then(async () => {
      const proposal = this.#proposals[number - 1]
      if (proposal === undefined) throw noSuchProposal(number)
      if (proposal.state.status !== 'open') throw alreadyDecided(proposal)
      const result = await change(proposal)
      this.#proposals[number - 1] = result
      return result
    })
    this.#changing = changed.catch(() => {})
    return changed
  }
}
