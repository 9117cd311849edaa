import { InputError, NotAllowedError } from '@groundplan/errors'
import { verifySignature } from '@groundplan/http'
import type { RepositoryName, WebhookDelivery, WebhookEvent, WebhookRequest } from '@groundplan/scm'
import { z } from 'zod'

const Owner = z.object({ login: z.string() })
const Repository = z.object({ name: z.string(), owner: Owner })
const PushPayload = z.object({ repository: Repository })
const PullRequestPayload = z.object({
  repository: Repository,
  pull_request: z.object({ number: z.int(), head: z.object({ ref: z.string() }) }),
})
const CommentPayload = z.object({
  repository: Repository,
  issue: z.object({ number: z.int(), pull_request: z.looseObject({}).optional() }),
})

/** Verifies a delivery and reads it: https://docs.github.com/webhooks/webhook-events-and-payloads. */
export async function readWebhook(
  { headers, body }: WebhookRequest,
  secrets: readonly string[],
): Promise<WebhookDelivery> {
  if (!(await verifySignature(secrets, body, headers['x-hub-signature-256']))) {
    throw new NotAllowedError('Invalid webhook signature.', {
      hint: 'Register the webhook again, or set its secret on the server.',
    })
  }
  return { id: headers['x-github-delivery'], event: readEvent(headers['x-github-event'] ?? '', body) }
}

function readEvent(name: string, body: Uint8Array): WebhookEvent {
  switch (name) {
    case 'ping':
      return { kind: 'ping' }
    case 'push':
      return { kind: 'push', repository: toName(parsePayload(PushPayload, body).repository) }
    case 'pull_request':
    case 'pull_request_review':
    case 'pull_request_review_comment':
      return toPullRequestEvent(parsePayload(PullRequestPayload, body))
    case 'issue_comment':
      return toCommentEvent(parsePayload(CommentPayload, body))
    default:
      return { kind: 'other' }
  }
}

function toPullRequestEvent({ repository, pull_request }: z.infer<typeof PullRequestPayload>): WebhookEvent {
  const { number, head } = pull_request
  return { kind: 'pull-request', repository: toName(repository), number, branch: head.ref }
}

/** Comments on pull requests arrive as issue comments; those on plain issues are ignored. */
function toCommentEvent({ repository, issue }: z.infer<typeof CommentPayload>): WebhookEvent {
  if (issue.pull_request === undefined) return { kind: 'other' }
  return { kind: 'pull-request', repository: toName(repository), number: issue.number }
}

function toName({ owner, name }: z.infer<typeof Repository>): RepositoryName {
  return { owner: owner.login, name }
}

function parsePayload<Payload>(schema: z.ZodType<Payload>, body: Uint8Array): Payload {
  const result = schema.safeParse(parseJson(body))
  if (result.success) return result.data
  throw new InputError(`The webhook delivery has an unexpected format: ${z.prettifyError(result.error)}`)
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    throw new InputError('The webhook delivery is not JSON.', {
      hint: "Set the webhook's content type to application/json.",
    })
  }
}
