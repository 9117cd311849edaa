export type { AwsExchange, AwsKeys, AwsSession, CloudGateway, CloudIdentity } from './cloud-gateway.ts'
