export { InMemoryProposalStore } from './in-memory-proposal-store.ts'
export { InMemoryLeaseStore } from './leases/in-memory-lease-store.ts'
export { testLeaseStore } from './leases/lease-store.contract.ts'
export { newProposal, testProposalStore } from './proposal-store.contract.ts'
