export { testApiTokenStore } from './tokens/api-token-store.contract.ts'
export { InMemoryApiTokenStore } from './tokens/in-memory-api-token-store.ts'
