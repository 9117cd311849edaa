export { InMemorySecretStore } from './in-memory-secret-store.ts'
export { testSecretStore } from './secret-store.contract.ts'
