import type { SelectedRepository } from '@groundplan/importer'
import type { SyncConfiguration } from '../sync-configuration.ts'
import type { DesiredWebhook } from './register-webhooks.ts'

/** The webhooks that the configuration wants: one of the blueprint repository, and one of each repository that is selected. */
export function listDesired(
  sources: readonly SelectedRepository[],
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
