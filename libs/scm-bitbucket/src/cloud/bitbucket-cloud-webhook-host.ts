import type { RepositoryName, WebhookHost, WebhookReader, WebhookRegistration } from '@groundplan/scm'
import type { BitbucketCloudClient } from './client.ts'
import { readWebhook } from './read-webhook.ts'
import { putWebhook } from './webhooks.ts'

export class BitbucketCloudWebhookHost implements WebhookHost {
  readonly #client: BitbucketCloudClient

  constructor(client: BitbucketCloudClient) {
    this.#client = client
  }

  putWebhook(repository: RepositoryName, webhook: WebhookRegistration) {
    return putWebhook(this.#client, repository, webhook)
  }
}

export const bitbucketCloudWebhookReader: WebhookReader = { readWebhook }
