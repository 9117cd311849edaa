import { InMemoryProposalStore } from './in-memory-proposal-store.ts'
import { testProposalStore } from './proposal-store.contract.ts'

testProposalStore('InMemoryProposalStore', async () => new InMemoryProposalStore())
