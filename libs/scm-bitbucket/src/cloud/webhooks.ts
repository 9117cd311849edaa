import { createOnce } from '@groundplan/http'
import type { RepositoryName, WebhookRegistration } from '@groundplan/scm'
import { z } from 'zod'
import type { BitbucketCloudClient } from './client.ts'
import { webhookSchema } from './payloads.ts'
import { printListFields, printName, toPath } from './repositories.ts'

const pullRequestEvents = [
  ...['created', 'updated', 'push', 'fulfilled', 'rejected'],
  ...['approved', 'unapproved', 'changes_request_created', 'changes_request_removed'],
  ...['comment_created', 'comment_updated', 'comment_deleted'],
].map((event) => `pullrequest:${event}`)

const events = {
  source: ['repo:push'],
  review: ['repo:push', ...pullRequestEvents],
} satisfies Record<WebhookRegistration['purpose'], readonly string[]>

/** Creates or updates the webhook with this URL. The host never returns secrets, so the secret is set every time. */
export async function putWebhook(
  client: BitbucketCloudClient,
  repository: RepositoryName,
  { url, secret, purpose }: WebhookRegistration,
): Promise<void> {
  const find = async () => (await listWebhooks(client, repository)).find((webhook) => webhook.url === url)
  const present = await find()
  const _body = { description: 'Groundplan', url, secret, active: true, events: events[purpose] }
  const call = { subject: `the webhook ${url} of ${printName(repository)}`, schema: z.unknown() }
  if (present === undefined) {
    await createOnce<unknown>({
      wait: client.wait,
      create: () =>
        client.call({
          ...call,
          send: (api, options) =>
            api.repositories.createWebhook({ ...toPath(repository), _body, ...options }),
        }),
      find: find,
    })
    return
  }
  await client.call({
    ...call,
    // The package's own call has no body.
    send: (api, options) =>
      api.request({
        method: 'PUT',
        url: '/repositories/{workspace}/{repo_slug}/hooks/{uid}',
        ...toPath(repository),
        uid: present.uuid,
        _body,
        ...options,
      }),
  })
}

async function listWebhooks(
  client: BitbucketCloudClient,
  repository: RepositoryName,
): Promise<readonly z.infer<typeof webhookSchema>[]> {
  return client.list({
    subject: `the webhooks of ${printName(repository)}`,
    schema: webhookSchema,
    // The package's own call takes neither `pagelen` nor `fields`.
    send: (api, options) =>
      api.request({
        method: 'GET',
        url: '/repositories/{workspace}/{repo_slug}/hooks',
        ...toPath(repository),
        pagelen: 100,
        fields: printListFields(['uuid', 'url']),
        ...options,
      }),
  })
}
