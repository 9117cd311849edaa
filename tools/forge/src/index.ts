export { createEstate } from './estate/create-estate.ts'
export type { EstateOptions, EstateRepository } from './estate/create-estate.ts'
export { generateModule } from './estate/generate-module.ts'
export { accountUuid } from './bitbucket-cloud/account-view.ts'
export { hostKinds } from './forge.ts'
export type {
  Forge,
  ForgeHost,
  ForgeOptions,
  ForgePeople,
  ForgePullRequest,
  HostKind,
  ImportSource,
  NewRepository,
  PersonsCommit,
} from './forge.ts'
export type { Fault, FaultTarget, ForgeFaults, RateLimits } from './http/fault.ts'
export { startForge } from './start-forge.ts'
export type { ForgeWebhooks, WebhookDelivery } from './webhooks/webhook-deliveries.ts'
