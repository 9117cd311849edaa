import { createHmac } from 'node:crypto'
import type { WebhookMessage } from '../http/dialect.ts'
import type { HostUrls } from '../http/host-state.ts'
import type { ForgeEvent, PullRequestAction } from '../model/forge-event.ts'
import type { Hook } from '../model/repository.ts'
import type { World } from '../model/world.ts'
import { viewComment } from './comment-view.ts'
import { viewPullRequest } from './pull-request-view.ts'
import { viewRepository } from './repository-view.ts'
import { viewUser } from './user-view.ts'

/**
 * What Data Center tells a webhook of an event, after recorded deliveries; the description has none of it. `undefined` if the
 * webhook did not ask for it.
 */
export function renderWebhook(
  event: ForgeEvent,
  hook: Hook,
  { world, urls }: { world: World; urls: HostUrls },
): WebhookMessage | undefined {
  const name = nameEvent(event)
  if (name === undefined || !(event.kind === 'ping' || hook.events.includes(name))) return undefined
  const send = (payload: object) => ({
    name,
    payload,
    headers: (delivery: { guid: string; body: string }) => headers(hook, name, delivery),
  })
  if (event.kind === 'ping') return send({ test: true })
  const { repository } = event
  const pullRequest = 'pullRequest' in event ? event.pullRequest : undefined
  return send({
    eventKey: name,
    date: world
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, '+0000'),
    actor: viewUser(event.by, urls),
    ...(event.kind === 'push'
      ? { repository: viewRepository(repository, urls), changes: [viewChange(event)] }
      : {}),
    ...(pullRequest === undefined
      ? {}
      : { pullRequest: viewPullRequest(pullRequest, { world, repository, urls }) }),
    ...(event.kind === 'comment' ? { comment: viewComment(event.comment, urls) } : {}),
  })
}

/** There is no event for labels. */
const pullRequestEvents: Readonly<Partial<Record<PullRequestAction, string>>> = {
  opened: 'opened',
  edited: 'modified',
  synchronize: 'from_ref_updated',
  closed: 'declined',
  merged: 'merged',
  reopened: 'reopened',
  'review-requested': 'reviewer:updated',
  'converted-to-draft': 'modified',
  'ready-for-review': 'modified',
}

function nameEvent(event: ForgeEvent): string | undefined {
  switch (event.kind) {
    case 'ping':
      return 'diagnostics:ping'
    case 'push':
      return 'repo:refs_changed'
    case 'pull-request': {
      const name = pullRequestEvents[event.action]
      return name === undefined ? undefined : `pr:${name}`
    }
    case 'comment':
      if (event.pullRequest === undefined) return undefined
      return `pr:comment:${event.action === 'created' ? 'added' : event.action}`
    case 'review':
      return event.review.verdict === 'approved' ? 'pr:reviewer:approved' : 'pr:reviewer:needs_work'
    default:
      return undefined
  }
}

const nothing = '0'.repeat(40)

function viewChange({ ref, before, after }: ForgeEvent & { kind: 'push' }) {
  const [, kind, displayId = ref] = /^refs\/(heads|tags)\/(.*)$/.exec(ref) ?? []
  return {
    ref: { id: ref, displayId, type: kind === 'tags' ? 'TAG' : 'BRANCH' },
    refId: ref,
    fromHash: before ?? nothing,
    toHash: after ?? nothing,
    type: before === undefined ? 'ADD' : after === undefined ? 'DELETE' : 'UPDATE',
  }
}

function headers(hook: Hook, name: string, { guid, body }: { guid: string; body: string }) {
  const signature = createHmac('sha256', hook.secret ?? '')
    .update(body)
    .digest('hex')
  return {
    'User-Agent': 'Atlassian HttpClient / Bitbucket',
    'Content-Type': 'application/json; charset=utf-8',
    'X-Event-Key': name,
    'X-Request-Id': guid,
    ...(hook.secret === undefined ? {} : { 'X-Hub-Signature': `sha256=${signature}` }),
  }
}
