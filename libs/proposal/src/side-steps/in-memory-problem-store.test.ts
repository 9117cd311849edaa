import { InMemoryProblemStore } from './in-memory-problem-store.ts'
import { testProblemStore } from './problem-store.contract.ts'

testProblemStore('InMemoryProblemStore', async () => new InMemoryProblemStore())
