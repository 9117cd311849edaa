import type { RegisteredWebhook, WebhookStore } from './webhook-store.ts'

/** Remembers webhooks as long as the process runs. */
export class InMemoryWebhookStore implements WebhookStore {
  readonly #webhooks = new Map<string, RegisteredWebhook>()

  async list(): Promise<readonly RegisteredWebhook[]> {
    return [...this.#webhooks.values()]
  }

  async save(webhook: RegisteredWebhook): Promise<void> {
    this.#webhooks.set(`${webhook.host}\0${webhook.repository}`, webhook)
  }
}
