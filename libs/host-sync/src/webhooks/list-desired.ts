import type { WebhookHost } from '@groundplan/scm'
import type { SyncConfiguration } from '../sync-configuration.ts'
import type { DesiredWebhook } from './register-webhooks.ts'

/** A repository that is imported, at the host that the configuration calls so. */
export interface ImportedRepository {
  readonly host: string
  readonly id: string
  readonly owner: string
  readonly name: string
  /** Absent where the host has no webhooks. */
  readonly webhooks: WebhookHost | undefined
}

/** The webhooks that the configuration wants: one of the blueprint repository, and one of each repository that is imported. */
export function listDesired(
  sources: readonly ImportedRepository[],
  { webhooks: targets, host }: SyncConfiguration,
): readonly DesiredWebhook[] {
  if (targets === undefined) return []
  const desired: DesiredWebhook[] = []
  if (targets.review !== undefined && host !== undefined) {
    const { repository } = host
    const { host: webhooks, ...target } = targets.review
    const id = `${repository.owner}/${repository.name}`
    desired.push({ host: '', id, repository, webhooks, webhook: { ...target, purpose: 'review' } })
  }
  for (const { host: name, id, owner, name: repository, webhooks } of sources) {
    const target = targets.findSource(name)
    if (target === undefined || webhooks === undefined) continue
    const webhook = { ...target, purpose: 'source' } as const
    desired.push({ host: name, id, repository: { owner, name: repository }, webhooks, webhook })
  }
  return desired
}
