export type { VaultAccess, VaultSignIn } from './vault-access.ts'
export { VaultSecretSource } from './vault-secret-source.ts'
