export { credentialKinds } from './credentials/cloud-credential.ts'
export type {
  CloudCredential,
  CredentialRequest,
  CredentialUse,
  CredentialSettings,
} from './credentials/cloud-credential.ts'
export type {
  AwsExchange,
  AwsKeys,
  AwsSession,
  CloudGateway,
  CloudIdentity,
} from './credentials/cloud-gateway.ts'
export { readSettings } from './credentials/read-settings.ts'
export type { CredentialStore, KeptCredential } from './credentials/credential-store.ts'
export {
  listCredentials,
  removeCredential,
  resealCredentials,
  setCredential,
  testCredential,
} from './credentials/manage-credentials.ts'
export type { CredentialDependencies } from './credentials/manage-credentials.ts'
export { openRunCredentials } from './credentials/open-run-credentials.ts'
export type { RunKind } from './issuer/run-subject.ts'
export type { RunCredentials } from './credentials/open-run-credentials.ts'
export { revokeSigningKeys } from './issuer/revoke-signing-keys.ts'
export { describeIssuer, RunTokenIssuer } from './issuer/run-token-issuer.ts'
export type { SigningKeyStore, StoredSigningKey } from './issuer/signing-key-store.ts'
