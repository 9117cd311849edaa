import type { Proposal, ProposalStatus } from './proposal.ts'

export interface ProposalFilter {
  readonly status?: ProposalStatus | undefined
}

/** Port: keeps the record of proposals; their content is on git branches. */
export interface ProposalStore {
  /** Newest first. */
  list(filter?: ProposalFilter): Promise<readonly Proposal[]>
  find(number: number): Promise<Proposal | undefined>
  /** The newest proposal of each blueprint, by the blueprint's name. */
  latestByBlueprint(): Promise<ReadonlyMap<string, Proposal>>
  /** Numbers the proposal and keeps it. Throws ConflictError if the blueprint has an open one already. */
  add(proposal: Omit<Proposal, 'number'>): Promise<Proposal>
  /**
   * Changes an open proposal while nobody else can: `change` gets it as it is, may work on its branch, and returns what to
   * keep; it must not use the store. If it throws, nothing is kept.
   * Throws NotFoundError, or ConflictError if the proposal is decided.
   */
  changeOpen(number: number, change: (proposal: Proposal) => Promise<Proposal>): Promise<Proposal>
}
