import type { RepositoryName, WebhookHost, WebhookReader, WebhookRegistration } from '@groundplan/scm'
import type { GithubSession } from './github-session.ts'
import { putWebhook } from './put-webhook.ts'
import { readWebhook } from './read-webhook.ts'

export class GithubWebhookHost implements WebhookHost {
  readonly #session: GithubSession

  constructor(session: GithubSession) {
    this.#session = session
  }

  async putWebhook(repository: RepositoryName, webhook: WebhookRegistration): Promise<void> {
    await putWebhook(this.#session, repository, webhook)
  }
}

export const githubWebhookReader: WebhookReader = { readWebhook }
