export type { AwsAccess } from './aws-access.ts'
export { KmsKeyWrapper } from './kms-key-wrapper.ts'
export { SecretsManagerSource } from './secrets-manager-source.ts'
export { StsGateway } from './sts-gateway.ts'
