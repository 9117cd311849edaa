export { InMemoryProposalStore } from './in-memory-proposal-store.ts'
export { newProposal, testProposalStore } from './proposal-store.contract.ts'
