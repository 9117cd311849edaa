export { testCredentialStore } from './credentials/credential-store.contract.ts'
export { InMemoryCredentialStore } from './credentials/in-memory-credential-store.ts'
export { InMemorySigningKeys } from './issuer/in-memory-signing-keys.ts'
