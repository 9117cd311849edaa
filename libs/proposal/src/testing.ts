export { InMemoryProposalStore } from './in-memory-proposal-store.ts'
export { InMemoryLeaseStore } from './leases/in-memory-lease-store.ts'
export { testLeaseStore } from './leases/lease-store.contract.ts'
export {
  addProposal,
  changeOpen,
  newProposal,
  testProposalStore,
  updateProposal,
} from './proposal-store.contract.ts'
export { testProposalSearch } from './search/proposal-search.contract.ts'
export { InMemoryProblemStore } from './side-steps/in-memory-problem-store.ts'
export { testProblemStore } from './side-steps/problem-store.contract.ts'
