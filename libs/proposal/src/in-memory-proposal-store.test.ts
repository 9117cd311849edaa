import { InMemoryProposalStore } from './in-memory-proposal-store.ts'
import { testProposalStore } from './proposal-store.contract.ts'
import { testProposalSearch } from './search/proposal-search.contract.ts'

testProposalStore('InMemoryProposalStore', async () => new InMemoryProposalStore())
testProposalSearch('InMemoryProposalStore', async () => new InMemoryProposalStore())
