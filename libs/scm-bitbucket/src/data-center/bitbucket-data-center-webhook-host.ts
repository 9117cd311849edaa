import type { RepositoryName, WebhookHost, WebhookReader, WebhookRegistration } from '@groundplan/scm'
import type { BitbucketDataCenterClient } from './client.ts'
import { readWebhook } from './read-webhook.ts'
import { putWebhook } from './webhooks.ts'

export class BitbucketDataCenterWebhookHost implements WebhookHost {
  readonly #client: BitbucketDataCenterClient

  constructor(client: BitbucketDataCenterClient) {
    this.#client = client
  }

  putWebhook(repository: RepositoryName, webhook: WebhookRegistration) {
    return putWebhook(this.#client, repository, webhook)
  }
}

export const bitbucketDataCenterWebhookReader: WebhookReader = { readWebhook }
