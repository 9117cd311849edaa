import { digestChanges } from '@groundplan/change-set'
import { toPlatformError } from '@groundplan/errors'
import type { RepositoryName, WebhookHost, WebhookRegistration } from '@groundplan/scm'
import type { RegisteredWebhook, WebhookStore } from './webhook-store.ts'

/** A repository of which a host is to tell us. */
export interface DesiredWebhook {
  readonly host: string
  /** Stays when the repository is renamed. */
  readonly id: string
  readonly repository: RepositoryName
  readonly webhooks: WebhookHost
  readonly webhook: WebhookRegistration
}

/** After a refusal, permission may have been given: it is tried again, but not with every import. */
const retryAfter = 24 * 60 * 60_000

/**
 * Registers webhooks that are not registered yet, or otherwise; costs no request if all are. Returns a sentence for each that a
 * host refuses: polling finds the same later.
 */
export async function registerWebhooks(
  desired: readonly DesiredWebhook[],
  { webhooks, now }: { readonly webhooks: WebhookStore; readonly now: () => Date },
): Promise<readonly string[]> {
  if (desired.length === 0) return []
  const known = new Map((await webhooks.list()).map((known) => [keyOf(known.host, known.repository), known]))
  const notes: string[] = []
  for (const each of desired) {
    const fingerprint = await fingerprintOf(each.webhook)
    if (isDone(known.get(keyOf(each.host, each.id)), fingerprint, now())) continue
    const refusal = await register(each)
    if (refusal !== undefined) notes.push(refusal)
    const refused = refusal !== undefined
    await webhooks.save({ host: each.host, repository: each.id, fingerprint, refused, at: now() })
  }
  return notes
}

function keyOf(host: string, repository: string): string {
  return `${host}\0${repository}`
}

function isDone(known: RegisteredWebhook | undefined, fingerprint: string, now: Date): boolean {
  if (known?.fingerprint !== fingerprint) return false
  return !known.refused || now.getTime() - known.at.getTime() < retryAfter
}

async function fingerprintOf({ url, secret, purpose }: WebhookRegistration): Promise<string> {
  const content = JSON.stringify([url, secret, purpose])
  return (await digestChanges([{ kind: 'write', path: 'webhook', content }])).slice(0, 16)
}

async function register({ webhooks, repository, webhook }: DesiredWebhook): Promise<string | undefined> {
  try {
    await webhooks.putWebhook(repository, webhook)
    return undefined
  } catch (error) {
    const { owner, name } = repository
    return `No webhook could be registered for ${owner}/${name}, which is polled instead: ${toPlatformError(error).message}`
  }
}
