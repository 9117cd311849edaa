import type { RepositoryName, WebhookDelivery, WebhookEvent, WebhookRequest } from '@groundplan/scm'
import { z } from 'zod'
import { readWebhookBody } from '../read-webhook-body.ts'
import { requireSignature } from '../require-signature.ts'

const repositorySchema = z.object({ slug: z.string(), project: z.object({ key: z.string() }) })

const pushSchema = z.object({ repository: repositorySchema })

const pullRequestSchema = z.object({
  pullRequest: z.object({
    id: z.number().int(),
    fromRef: z.object({ displayId: z.string() }),
    toRef: z.object({ repository: repositorySchema }),
  }),
})

/** `X-Request-Id` is the host's ID of a delivery. */
export async function readWebhook(
  request: WebhookRequest,
  secrets: readonly string[],
): Promise<WebhookDelivery> {
  await requireSignature(request, secrets)
  return { id: request.headers['x-request-id'], event: readEvent(request) }
}

function readEvent({ headers, body }: WebhookRequest): WebhookEvent {
  const key = headers['x-event-key'] ?? ''
  if (key === 'diagnostics:ping') return { kind: 'ping' }
  if (key === 'repo:refs_changed') {
    return { kind: 'push', repository: toName(readWebhookBody(body, pushSchema).repository) }
  }
  if (!key.startsWith('pr:')) return { kind: 'other' }
  const { id, fromRef, toRef } = readWebhookBody(body, pullRequestSchema).pullRequest
  return {
    kind: 'pull-request',
    repository: toName(toRef.repository),
    number: id,
    branch: fromRef.displayId,
  }
}

function toName({ slug, project }: z.infer<typeof repositorySchema>): RepositoryName {
  return { owner: project.key, name: slug }
}
