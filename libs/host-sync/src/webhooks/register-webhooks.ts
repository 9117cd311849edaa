import { digestChanges } from '@groundplan/change-set'
import { ExternalServiceError } from '@groundplan/errors'
import type { SideStep, SideSteps } from '@groundplan/proposal'
import type { RepositoryName, WebhookHost, WebhookRegistration } from '@groundplan/scm'
import type { WebhookStore } from './webhook-store.ts'
import { toWebhookStep } from './webhook-step.ts'

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

/** A webhook of which the host could not be asked, which may be different in a moment. */
export interface MissedWebhook {
  readonly step: SideStep
  readonly error: ExternalServiceError
}

/** Those that are not registered yet, or otherwise; asks no host. */
export async function listMissing(
  desired: readonly DesiredWebhook[],
  { webhooks }: Pick<WebhookDependencies, 'webhooks'>,
): Promise<readonly DesiredWebhook[]> {
  return (await findMissing(desired, webhooks)).map(({ webhook }) => webhook)
}

/**
 * Registers webhooks that are missing; the others cost no request. A refusal is a problem of the import. Of those that were refused
 * before, one per owner is tried, another one each time: it tells whether the permission has been given. If it has, the rest follow.
 * Answers with those whose host could not be asked.
 */
export async function registerWebhooks(
  desired: readonly DesiredWebhook[],
  { webhooks, now, sideSteps }: WebhookDependencies & { readonly sideSteps: SideSteps },
): Promise<readonly MissedWebhook[]> {
  const missed: MissedWebhook[] = []
  const refusedOwners = new Map<string, unknown>()
  for (const { webhook: each, refusedAt } of await findMissing(desired, webhooks)) {
    const owner = keyOf(each.host, each.repository.owner)
    const step = toStep(each)
    if (refusedAt !== undefined && refusedOwners.has(owner)) {
      // One that was renamed is only known under its former name.
      if ((await sideSteps.listOf(step.subject)).every(({ kind }) => kind !== step.kind))
        await sideSteps.fail(step, refusedOwners.get(owner))
      continue
    }
    const error = await register(each)
    if (error instanceof ExternalServiceError && error.retryable) {
      missed.push({ step, error })
      continue
    }
    await (error === undefined ? sideSteps.done(step) : sideSteps.fail(step, error))
    if (error !== undefined && refusedAt !== undefined) refusedOwners.set(owner, error)
    const fingerprint = await fingerprintOf(each.webhook)
    const refused = error !== undefined
    await webhooks.save({ host: each.host, repository: each.id, fingerprint, refused, at: now() })
  }
  return missed
}

interface MissingWebhook {
  readonly webhook: DesiredWebhook
  /** When the host refused the same one before. */
  readonly refusedAt: Date | undefined
}

/** New ones first, then those that were refused, the one that was tried longest ago first. */
async function findMissing(
  desired: readonly DesiredWebhook[],
  webhooks: WebhookStore,
): Promise<readonly MissingWebhook[]> {
  if (desired.length === 0) return []
  const known = new Map((await webhooks.list()).map((each) => [keyOf(each.host, each.repository), each]))
  const missing: MissingWebhook[] = []
  for (const webhook of desired) {
    const before = known.get(keyOf(webhook.host, webhook.id))
    const isSame = before?.fingerprint === (await fingerprintOf(webhook.webhook))
    if (isSame && before?.refused === false) continue
    missing.push({ webhook, refusedAt: isSame ? before?.at : undefined })
  }
  const time = ({ refusedAt }: MissingWebhook) => refusedAt?.getTime() ?? 0
  return missing.toSorted((left, right) => time(left) - time(right))
}

function toStep({ host, id, repository: { owner, name } }: DesiredWebhook): SideStep {
  return toWebhookStep({ host, id, owner, name })
}

function keyOf(host: string, repository: string): string {
  return `${host}\0${repository}`
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
