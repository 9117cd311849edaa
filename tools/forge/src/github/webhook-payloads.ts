import { createHmac } from 'node:crypto'
import type { WebhookMessage } from '../http/dialect.ts'
import type { HostUrls } from '../http/host-state.ts'
import type { ForgeEvent } from '../model/forge-event.ts'
import type { Hook } from '../model/repository.ts'
import type { World } from '../model/world.ts'
import { viewAccount } from './account-view.ts'
import { viewHook } from './hook-view.ts'
import { viewComment, viewIssue } from './issue-view.ts'
import { viewLabel } from './label-view.ts'
import { viewFullPullRequest, viewPullRequest } from './pull-request-view.ts'
import { renderPush } from './push-payload.ts'
import { viewRepository } from './repository-view.ts'
import { viewReview } from './review-view.ts'

interface Rendered {
  readonly name: string
  readonly described: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** What GitHub tells a webhook of an event; `undefined` if the webhook did not ask for it. */
export async function renderWebhook(
  event: ForgeEvent,
  hook: Hook,
  context: { world: World; urls: HostUrls },
): Promise<WebhookMessage | undefined> {
  const name = eventNames[event.kind]
  if (event.kind !== 'ping' && !hook.events.includes(name) && !hook.events.includes('*')) return undefined
  const { payload, described } = await render(event, context)
  return { name, described, payload, headers: (delivery) => headers(hook, name, delivery) }
}

const eventNames = {
  push: 'push',
  'pull-request': 'pull_request',
  comment: 'issue_comment',
  review: 'pull_request_review',
  issue: 'issues',
  repository: 'repository',
  ping: 'ping',
} as const satisfies Record<ForgeEvent['kind'], string>

async function render(
  event: ForgeEvent,
  { world, urls }: { world: World; urls: HostUrls },
): Promise<Rendered> {
  const context = { world, urls, repository: event.repository }
  const around = {
    repository: viewRepository(event.repository, urls),
    sender: viewAccount(event.by, urls),
  }
  const name = eventNames[event.kind]
  switch (event.kind) {
    case 'push':
      return { name, described: 'push', payload: { ...(await renderPush(event, context)), ...around } }
    case 'pull-request': {
      const { payload, described } = await renderPullRequest(event, context)
      return { name, described, payload: { ...payload, ...around } }
    }
    case 'comment': {
      const subject = event.pullRequest ?? event.issue
      if (subject === undefined) throw new Error('A comment is on something.')
      const changes = event.action === 'edited' ? { changes: { body: { from: event.formerBody ?? '' } } } : {}
      const comment = viewComment(event.comment, subject, context)
      const payload = { action: event.action, issue: viewIssue(subject, context), comment, ...changes }
      return { name, described: `issue-comment-${event.action}`, payload: { ...payload, ...around } }
    }
    case 'review': {
      const { pullRequest, review } = event
      const viewed = viewReview(review, pullRequest, context)
      const payload = {
        action: 'submitted',
        review: { ...viewed, state: viewed.state.toLowerCase() },
        pull_request: viewPullRequest(pullRequest, context),
      }
      return { name, described: 'pull-request-review-submitted', payload: { ...payload, ...around } }
    }
    case 'issue': {
      const changes = event.action === 'edited' ? { changes: {} } : {}
      const payload = { action: event.action, issue: viewIssue(event.issue, context), ...changes }
      return { name, described: `issues-${event.action}`, payload: { ...payload, ...around } }
    }
    case 'repository': {
      const [, former = ''] = event.formerName.split('/')
      const changes =
        event.action === 'renamed' ? { changes: { repository: { name: { from: former } } } } : {}
      const payload = { action: event.action, ...changes, ...around }
      return { name, described: `repository-${event.action}`, payload }
    }
    case 'ping': {
      const hook = viewHook(event.hook, event.repository, urls)
      const payload = { zen: 'Keep it logically awesome.', hook_id: event.hook.id, hook, ...around }
      return { name, described: 'ping', payload }
    }
  }
}

async function renderPullRequest(
  event: ForgeEvent & { kind: 'pull-request' },
  context: Parameters<typeof viewFullPullRequest>[1],
) {
  const { pullRequest, label, reviewer, before, former } = event
  const action = actions[event.action]
  const payload = {
    action: action.replaceAll('-', '_'),
    number: pullRequest.number,
    pull_request: await viewFullPullRequest(pullRequest, context),
    ...(label === undefined ? {} : { label: viewLabel(label, context.repository, context.urls) }),
    ...(reviewer === undefined ? {} : { requested_reviewer: viewAccount(reviewer, context.urls) }),
    ...(before === undefined ? {} : { before, after: pullRequest.commit }),
    ...(former === undefined ? {} : { changes: renderChanges(former) }),
  }
  return { payload, described: `pull-request-${action}` }
}

/** GitHub tells of a merge as of a closing, with `merged: true`. */
const actions = {
  opened: 'opened',
  edited: 'edited',
  synchronize: 'synchronize',
  closed: 'closed',
  merged: 'closed',
  reopened: 'reopened',
  labeled: 'labeled',
  unlabeled: 'unlabeled',
  'review-requested': 'review-requested',
  'converted-to-draft': 'converted-to-draft',
  'ready-for-review': 'ready-for-review',
} as const

/** Names, in GitHub's description, of the webhooks above. */
export const describedWebhooks: readonly string[] = [
  ...['push', 'ping', 'pull-request-review-submitted', 'repository-renamed', 'repository-deleted'],
  ...['created', 'edited', 'deleted'].map((action) => `issue-comment-${action}`),
  ...['opened', 'edited', 'closed', 'reopened'].map((action) => `issues-${action}`),
  ...new Set(Object.values(actions).map((action) => `pull-request-${action}`)),
]

function renderChanges({ title, body, base }: { title?: string; body?: string; base?: string }) {
  return {
    ...(title === undefined ? {} : { title: { from: title } }),
    ...(body === undefined ? {} : { body: { from: body } }),
    ...(base === undefined ? {} : { base: { ref: { from: base }, sha: { from: '' } } }),
  }
}

/** https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries */
function headers(hook: Hook, name: string, { guid, body }: { guid: string; body: string }) {
  const sign = (algorithm: string) =>
    createHmac(algorithm, hook.secret ?? '')
      .update(body)
      .digest('hex')
  const signatures =
    hook.secret === undefined
      ? {}
      : { 'X-Hub-Signature': `sha1=${sign('sha1')}`, 'X-Hub-Signature-256': `sha256=${sign('sha256')}` }
  return {
    'User-Agent': 'GitHub-Hookshot/forge',
    'Content-Type': hook.contentType === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
    'X-GitHub-Delivery': guid,
    'X-GitHub-Event': name,
    'X-GitHub-Hook-ID': String(hook.id),
    'X-GitHub-Hook-Installation-Target-Type': 'repository',
    'X-GitHub-Hook-Installation-Target-ID': '1',
    ...signatures,
  }
}
