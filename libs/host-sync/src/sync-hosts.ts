import type { FinishedImport, FollowUp } from '@groundplan/importer'
import type { ProposalDependencies } from '@groundplan/proposal'
import type { NewJob } from '@groundplan/jobs'
import { putDashboard } from './dashboard/put-dashboard.ts'
import type { SyncConfiguration } from './sync-configuration.ts'
import { listDesired } from './webhooks/list-desired.ts'
import { toRegisterWebhooksJob } from './webhooks/register-webhooks-job.ts'
import { updateSchemas, type SchemaFiles } from './schemas/update-schemas.ts'
import { listMissing } from './webhooks/register-webhooks.ts'
import { findWebhookRepository } from './webhooks/webhook-step.ts'
import type { WebhookStore } from './webhooks/webhook-store.ts'

export interface SyncDependencies extends Omit<ProposalDependencies, 'host'> {
  readonly webhooks: WebhookStore
  /** Kept up to date in the blueprint repository; left alone if absent. */
  readonly schemas?: SchemaFiles | undefined
}

/**
 * Updates the dashboard and the schemas for editors after an import, and answers with the job that registers missing webhooks for the blueprint repository and for
 * those that were imported, if there are any. All are side steps.
 */
export async function syncHosts(
  finished: FinishedImport,
  configuration: SyncConfiguration,
  dependencies: SyncDependencies,
): Promise<FollowUp> {
  await syncSchemas(finished, configuration, dependencies)
  const notes = await syncDashboard(finished, configuration, dependencies)
  return { jobs: await listRegistrations(finished, configuration, dependencies), notes }
}

async function syncSchemas(
  { isWhole, isProposed, sideSteps }: FinishedImport,
  { host, review: { branchPrefix } }: SyncConfiguration,
  dependencies: SyncDependencies,
): Promise<void> {
  const { schemas: files } = dependencies
  // The pull request with the configuration brings them as well.
  if (files === undefined || !isProposed || (host !== undefined && !isWhole)) return
  const branch = `${branchPrefix}editor-schemas`
  await sideSteps.attempt({ kind: 'schemas', subject: 'schemas' }, () =>
    updateSchemas({ files, branch, host }, { ...dependencies, sideSteps }),
  )
}

async function syncDashboard(
  finished: FinishedImport,
  { host, dashboard }: SyncConfiguration,
  dependencies: SyncDependencies,
): Promise<readonly string[]> {
  const { isWhole, isProposed, sideSteps } = finished
  if (!isWhole || !isProposed) return []
  const step = { kind: 'dashboard', subject: 'dashboard' } as const
  if (dashboard === undefined || host === undefined) {
    await sideSteps.done(step)
    return []
  }
  const notes: string[] = []
  await sideSteps.attempt(step, async () => {
    const proposals = [...(await dependencies.proposals.latestByBlueprint()).values()]
    const place = { ...dashboard, name: host.repository }
    notes.push(...(await putDashboard({ ...finished, proposals }, place, { ...dependencies, sideSteps })))
  })
  return notes
}

async function listRegistrations(
  { number, isProposed, origins, sideSteps }: FinishedImport,
  configuration: SyncConfiguration,
  dependencies: SyncDependencies,
): Promise<readonly NewJob[]> {
  if (number === undefined) return []
  const known = (await sideSteps.list()).filter(({ kind }) => kind === 'webhook')
  if (configuration.webhooks === undefined) {
    for (const problem of known) await sideSteps.done(problem)
    return []
  }
  // Until the configuration is merged, the repositories that it names are left alone.
  const sources = isProposed ? origins : []
  const missing = await listMissing(listDesired(sources, configuration), dependencies)
  const found = [
    ...missing.map(({ host, id, repository }) => ({ host, id, ...repository })),
    ...known.flatMap((problem) => findWebhookRepository(problem) ?? []),
  ]
  const unique = new Map(found.map((each) => [JSON.stringify([each.host, each.id]), each]))
  return unique.size === 0 ? [] : [toRegisterWebhooksJob(number, [...unique.values()])]
}
