import { InMemoryRepositoryRegistry } from './in-memory-repository-registry.ts'
import { testRepositoryRegistry } from './repository-registry.contract.ts'

testRepositoryRegistry('InMemoryRepositoryRegistry', async () => new InMemoryRepositoryRegistry())
