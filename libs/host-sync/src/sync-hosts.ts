import type { FinishedImport, ImportConfiguration } from '@groundplan/importer'
import type { ProposalDependencies } from '@groundplan/proposal'
import type { WebhookHost, WebhookRegistration } from '@groundplan/scm'
import { putDashboard, type DashboardPlace } from './dashboard/put-dashboard.ts'
import { registerWebhooks, type DesiredWebhook } from './webhooks/register-webhooks.ts'
import type { WebhookStore } from './webhooks/webhook-store.ts'

/** What the configuration says of the hosts, beside what imports go by. */
export interface SyncConfiguration extends ImportConfiguration {
  /** Where people see what waits and what failed; absent if they don't want to. */
  readonly dashboard?: DashboardPlace | undefined
  /** Milliseconds between two imports of what is configured; imports only start on request if absent. */
  readonly pollInterval?: number | undefined
  /** Where hosts send webhooks; none are registered if absent. */
  readonly webhooks?: WebhookTargets | undefined
}

export interface WebhookTargets {
  /** For the blueprint repository. */
  readonly review: (WebhookTarget & { readonly host: WebhookHost }) | undefined
  /** For repositories of the host with this name in the configuration. */
  findSource(host: string): WebhookTarget | undefined
}

export type WebhookTarget = Pick<WebhookRegistration, 'url' | 'secret'>

export interface SyncDependencies extends Omit<ProposalDependencies, 'host'> {
  readonly webhooks: WebhookStore
}

/**
 * Updates the hosts after an import: the dashboard, and webhooks for the blueprint repository and for those that were imported.
 * Returns notes for the import's report, a sentence each.
 */
export async function syncHosts(
  finished: FinishedImport,
  configuration: SyncConfiguration,
  dependencies: SyncDependencies,
): Promise<readonly string[]> {
  const { host, dashboard } = configuration
  if (dashboard !== undefined && host !== undefined && finished.isWhole && finished.isProposed) {
    const proposals = [...(await dependencies.proposals.latestByBlueprint()).values()]
    await putDashboard({ ...finished, proposals }, { ...dashboard, name: host.repository }, dependencies)
  }
  return registerWebhooks(listDesired(finished, configuration), dependencies)
}

function listDesired(
  { origins, isProposed }: FinishedImport,
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
  // Until the configuration is merged, the repositories that it names are left alone.
  for (const { host: name, id, owner, name: repository, webhooks } of isProposed ? origins : []) {
    const target = targets.findSource(name)
    if (target === undefined || webhooks === undefined) continue
    const webhook = { ...target, purpose: 'source' } as const
    desired.push({ host: name, id, repository: { owner, name: repository }, webhooks, webhook })
  }
  return desired
}
