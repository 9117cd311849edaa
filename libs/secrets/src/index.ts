export {
  listSecrets,
  longestValue,
  mostSecrets,
  putSecret,
  removeSecret,
  rotateKey,
  SecretReader,
} from './manage-secrets.ts'
export type { OpenedSecret, SecretDependencies, SecretRequest } from './manage-secrets.ts'
export { generateMasterKey, parseMasterKeys } from './master-keys.ts'
export type { MasterKey, MasterKeys } from './master-keys.ts'
export type { SealedSecret, SealedValue, SecretChange, SecretStore } from './secret-store.ts'
export type { SecretUse, StoredSecret } from './stored-secret.ts'
