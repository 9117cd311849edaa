import type { FinishedImport } from '@groundplan/importer'
import type { ProposalDependencies } from '@groundplan/proposal'
import type { NewJob } from '@groundplan/jobs'
import { putDashboard } from './dashboard/put-dashboard.ts'
import type { SyncConfiguration } from './sync-configuration.ts'
import { listDesired } from './webhooks/list-desired.ts'
import { toRegisterWebhooksJob } from './webhooks/register-webhooks-job.ts'
import { listMissing } from './webhooks/register-webhooks.ts'
import type { WebhookStore } from './webhooks/webhook-store.ts'

export interface SyncDependencies extends Omit<ProposalDependencies, 'host'> {
  readonly webhooks: WebhookStore
}

/**
 * Updates the dashboard after an import, and returns the job that registers missing webhooks for the blueprint repository and for
 * those that were imported, if there are any.
 */
export async function syncHosts(
  finished: FinishedImport,
  configuration: SyncConfiguration,
  dependencies: SyncDependencies,
): Promise<readonly NewJob[]> {
  const { host, dashboard } = configuration
  if (dashboard !== undefined && host !== undefined && finished.isWhole && finished.isProposed) {
    const proposals = [...(await dependencies.proposals.latestByBlueprint()).values()]
    await putDashboard({ ...finished, proposals }, { ...dashboard, name: host.repository }, dependencies)
  }
  if (finished.number === undefined) return []
  // Until the configuration is merged, the repositories that it names are left alone.
  const sources = finished.isProposed ? finished.origins : []
  const missing = await listMissing(listDesired(sources, configuration), dependencies)
  return missing.length === 0 ? [] : [toRegisterWebhooksJob(finished.number, missing)]
}
