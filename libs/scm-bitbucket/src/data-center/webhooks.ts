import { createOnce } from '@groundplan/http'
import type { RepositoryName, WebhookRegistration } from '@groundplan/scm'
import { path, type BitbucketDataCenterClient } from './client.ts'
import { webhookSchema } from './payloads.ts'
import { printName, toPath } from './repositories.ts'

const pullRequestEvents = [
  ...['opened', 'from_ref_updated', 'modified', 'merged', 'declined', 'deleted'],
  ...['reviewer:updated', 'reviewer:approved', 'reviewer:unapproved', 'reviewer:needs_work'],
  ...['comment:added', 'comment:edited', 'comment:deleted'],
].map((event) => `pr:${event}`)

const events = {
  source: ['repo:refs_changed'],
  review: ['repo:refs_changed', ...pullRequestEvents],
} satisfies Record<WebhookRegistration['purpose'], readonly string[]>

/** Creates or updates the webhook with this URL. */
export async function putWebhook(
  client: BitbucketDataCenterClient,
  repository: RepositoryName,
  { url, secret, purpose }: WebhookRegistration,
): Promise<void> {
  const webhooks = `${toPath(repository)}/webhooks`
  const subject = `the webhook ${url} of ${printName(repository)}`
  // The document has neither pages nor replies for this list; recorded replies are pages like all others.
  const list = () => client.list({ subject, schema: webhookSchema, path: webhooks })
  const find = async () => (await list()).find((webhook) => webhook.url === url)
  const body = { name: 'Groundplan', url, events: events[purpose], configuration: { secret }, active: true }
  const call = { subject, schema: webhookSchema, body }
  const present = await find()
  if (present === undefined) {
    const create = () => client.call({ ...call, method: 'POST', path: webhooks })
    await createOnce({ create, find, wait: client.wait })
    return
  }
  await client.call({ ...call, method: 'PUT', path: `${webhooks}${path`/${present.id}`}` })
}
