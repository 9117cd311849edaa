import type { RepositoryName, WebhookDelivery, WebhookEvent, WebhookRequest } from '@groundplan/scm'
import { z } from 'zod'
import { readWebhookBody } from '../read-webhook-body.ts'
import { requireSignature } from '../require-signature.ts'

const repositorySchema = z.object({ full_name: z.string() })

const pushSchema = z.object({ repository: repositorySchema })

const pullRequestSchema = z.object({
  repository: repositorySchema,
  pullrequest: z.object({
    id: z.number().int(),
    source: z.object({ branch: z.object({ name: z.string() }).nullish() }).nullish(),
  }),
})

/** `X-Request-UUID` is the same when the host tries again; `X-Hook-UUID` names the webhook. */
export async function readWebhook(
  request: WebhookRequest,
  secrets: readonly string[],
): Promise<WebhookDelivery> {
  await requireSignature(request, secrets)
  return { id: request.headers['x-request-uuid'], event: readEvent(request) }
}

function readEvent({ headers, body }: WebhookRequest): WebhookEvent {
  const key = headers['x-event-key'] ?? ''
  if (key === 'repo:push') {
    return { kind: 'push', repository: toName(readWebhookBody(body, pushSchema).repository.full_name) }
  }
  if (!key.startsWith('pullrequest:')) return { kind: 'other' }
  const { repository, pullrequest } = readWebhookBody(body, pullRequestSchema)
  return {
    kind: 'pull-request',
    repository: toName(repository.full_name),
    number: pullrequest.id,
    branch: pullrequest.source?.branch?.name,
  }
}

function toName(fullName: string): RepositoryName {
  const [owner = '', name = ''] = fullName.split('/')
  return { owner, name }
}
