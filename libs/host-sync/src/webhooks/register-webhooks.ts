import { digestChanges } from '@groundplan/change-set'
import { ExternalServiceError, toPlatformError } from '@groundplan/errors'
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

export interface WebhookDependencies {
  readonly webhooks: WebhookStore
  readonly now: () => Date
}

export interface RegistrationResult {
  /** A sentence for each repository whose host refuses: polling finds the same later. */
  readonly refusals: readonly string[]
  /** Why a host could not be asked, if that may be different in a moment. */
  readonly failure: unknown
}

/** After a refusal, permission may have been given: it is tried again, but not with every import. */
const retryAfter = 24 * 60 * 60_000

/** Those that are not registered yet, or otherwise; asks no host. */
export async function listMissing(
  desired: readonly DesiredWebhook[],
  { webhooks, now }: WebhookDependencies,
): Promise<readonly DesiredWebhook[]> {
  if (desired.length === 0) return []
  const known = new Map((await webhooks.list()).map((known) => [keyOf(known.host, known.repository), known]))
  const missing: DesiredWebhook[] = []
  for (const each of desired) {
    const fingerprint = await fingerprintOf(each.webhook)
    if (!isDone(known.get(keyOf(each.host, each.id)), fingerprint, now())) missing.push(each)
  }
  return missing
}

/** Registers webhooks that are missing; the others cost no request. */
export async function registerWebhooks(
  desired: readonly DesiredWebhook[],
  dependencies: WebhookDependencies,
): Promise<RegistrationResult> {
  const { webhooks, now } = dependencies
  const refusals: string[] = []
  let failure: unknown
  for (const each of await listMissing(desired, dependencies)) {
    const error = await register(each)
    if (error instanceof ExternalServiceError && error.retryable) {
      failure = error
      continue
    }
    if (error !== undefined) refusals.push(describeRefusal(each, error))
    const fingerprint = await fingerprintOf(each.webhook)
    const refused = error !== undefined
    await webhooks.save({ host: each.host, repository: each.id, fingerprint, refused, at: now() })
  }
  return { refusals, failure }
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

async function register({ webhooks, repository, webhook }: DesiredWebhook): Promise<unknown> {
  try {
    await webhooks.putWebhook(repository, webhook)
    return undefined
  } catch (error) {
    return error
  }
}

/** A sentence for reports about a host that could not be asked. */
export function describeFailure(error: unknown): string {
  return `Webhooks could not be registered, so repositories are polled instead: ${toPlatformError(error).message}`
}

function describeRefusal({ repository: { owner, name } }: DesiredWebhook, error: unknown): string {
  return `No webhook could be registered for ${owner}/${name}, which is polled instead: ${toPlatformError(error).message}`
}
