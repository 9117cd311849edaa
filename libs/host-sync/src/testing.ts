export { InMemoryWebhookStore } from './webhooks/in-memory-webhook-store.ts'
export { testWebhookStore } from './webhooks/webhook-store.contract.ts'
