import { createHmac } from 'node:crypto'
import type { WebhookMessage } from '../http/dialect.ts'
import type { HostUrls } from '../http/host-state.ts'
import type { ForgeEvent, PullRequestAction } from '../model/forge-event.ts'
import type { Hook } from '../model/repository.ts'
import type { World } from '../model/world.ts'
import { viewAccount } from './account-view.ts'
import { viewComment } from './comment-view.ts'
import { hookUuid } from './hook-routes.ts'
import { viewPullRequest } from './pull-request-view.ts'
import { viewRepository } from './repository-view.ts'

/**
 * What Bitbucket Cloud tells a webhook of an event, after recorded deliveries; the description has none of it. `undefined` if the
 * webhook did not ask for it.
 */
export function renderWebhook(
  event: ForgeEvent,
  hook: Hook,
  { world, urls }: { world: World; urls: HostUrls },
): WebhookMessage | undefined {
  const name = nameEvent(event)
  if (name === undefined || !hook.events.includes(name)) return undefined
  const { repository } = event
  const context = { world, repository, urls }
  const pullRequest = 'pullRequest' in event ? event.pullRequest : undefined
  const payload = {
    repository: viewRepository(repository, urls),
    actor: viewAccount(event.by, urls),
    ...(event.kind === 'push' ? { push: { changes: [viewChange(event)] } } : {}),
    ...(pullRequest === undefined ? {} : { pullrequest: viewPullRequest(pullRequest, context) }),
    ...(event.kind === 'comment' ? { comment: viewComment(event.comment, urls) } : {}),
  }
  return { name, payload, headers: (delivery) => headers(hook, name, delivery) }
}

/** There is no event for labels, and none for a ping. */
const pullRequestEvents: Readonly<Partial<Record<PullRequestAction, string>>> = {
  opened: 'created',
  edited: 'updated',
  synchronize: 'updated',
  closed: 'rejected',
  merged: 'fulfilled',
  'review-requested': 'updated',
  'converted-to-draft': 'updated',
  'ready-for-review': 'updated',
}

function nameEvent(event: ForgeEvent): string | undefined {
  switch (event.kind) {
    case 'push':
      return 'repo:push'
    case 'pull-request': {
      const name = pullRequestEvents[event.action]
      return name === undefined ? undefined : `pullrequest:${name}`
    }
    case 'comment':
      if (event.pullRequest === undefined) return undefined
      return `pullrequest:comment_${event.action === 'edited' ? 'updated' : event.action}`
    case 'review':
      return event.review.verdict === 'approved'
        ? 'pullrequest:approved'
        : 'pullrequest:changes_request_created'
    default:
      return undefined
  }
}

function viewChange({ ref, before, after }: ForgeEvent & { kind: 'push' }) {
  const [, kind, name = ref] = /^refs\/(heads|tags)\/(.*)$/.exec(ref) ?? []
  const view = (hash: string | undefined) =>
    hash === undefined
      ? null
      : { type: kind === 'tags' ? 'tag' : 'branch', name, target: { type: 'commit', hash } }
  return {
    old: view(before),
    new: view(after),
    created: before === undefined,
    closed: after === undefined,
    forced: false,
  }
}

function headers(hook: Hook, name: string, { guid, body }: { guid: string; body: string }) {
  const signature = createHmac('sha256', hook.secret ?? '')
    .update(body)
    .digest('hex')
  return {
    'User-Agent': 'Bitbucket-Webhooks/2.0',
    'Content-Type': 'application/json',
    'X-Event-Key': name,
    'X-Hook-UUID': hookUuid(hook.id).slice(1, -1),
    'X-Request-UUID': guid,
    'X-Attempt-Number': '1',
    ...(hook.secret === undefined ? {} : { 'X-Hub-Signature': `sha256=${signature}` }),
  }
}
