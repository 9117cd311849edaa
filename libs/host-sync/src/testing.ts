export { InMemoryDashboardStore } from './dashboard/in-memory-dashboard-store.ts'
export { testDashboardStore } from './dashboard/dashboard-store.contract.ts'
export { InMemoryWebhookStore } from './webhooks/in-memory-webhook-store.ts'
export { testWebhookStore } from './webhooks/webhook-store.contract.ts'
