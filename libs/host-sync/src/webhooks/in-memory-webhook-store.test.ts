import { InMemoryWebhookStore } from './in-memory-webhook-store.ts'
import { testWebhookStore } from './webhook-store.contract.ts'

testWebhookStore('InMemoryWebhookStore', async () => new InMemoryWebhookStore())
