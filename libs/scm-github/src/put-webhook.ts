import { createOnce } from '@groundplan/http'
import type { RepositoryName, WebhookRegistration } from '@groundplan/scm'
import { named, type GithubSession } from './github-session.ts'
import { pageSize, readPages } from './read-pages.ts'

const events = {
  source: ['push'],
  review: ['push', 'pull_request', 'pull_request_review', 'issue_comment'],
} as const satisfies Readonly<Record<WebhookRegistration['purpose'], readonly string[]>>

/** Creates or updates the webhook with this URL. GitHub never returns secrets, so the secret is always set again. */
export async function putWebhook(
  session: GithubSession,
  repository: RepositoryName,
  webhook: WebhookRegistration,
): Promise<void> {
  const { repos } = session.client.rest
  const wanted = {
    ...named(repository),
    active: true,
    events: [...events[webhook.purpose]],
    config: { url: webhook.url, content_type: 'json', insecure_ssl: '0', secret: webhook.secret },
  }
  const find = async () => findWebhook(session, repository, webhook.url)
  const change = async (hook: number) => repos.updateWebhook({ ...wanted, hook_id: hook })
  const registered = await find()
  if (registered !== undefined) {
    await change(registered)
    return
  }
  const create = async () => (await repos.createWebhook({ ...wanted, name: 'web' })).data.id
  await createOnce({ create, find, wait: session.wait })
}

async function findWebhook(
  { client }: GithubSession,
  repository: RepositoryName,
  url: string,
): Promise<number | undefined> {
  const pages = readPages(async (page) =>
    client.rest.repos.listWebhooks({ ...named(repository), per_page: pageSize, page }),
  )
  for await (const { data } of pages) {
    const found = data.find(({ config }) => config.url === url)
    if (found !== undefined) return found.id
  }
  return undefined
}
