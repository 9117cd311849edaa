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
  /** Replaces a proposal that is still open. Throws ConflictError if somebody has decided it meanwhile. */
  replaceOpen(proposal: Proposal): Promise<void>
}
