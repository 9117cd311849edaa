import { nameOwnBranch, ownBranches, type FinishedImport, type FollowUp } from '@groundplan/importer'
import { dropFormerBranches, type ProposalDependencies } from '@groundplan/proposal'
import type { NewJob } from '@groundplan/jobs'
import type { DashboardStore } from './dashboard/dashboard-store.ts'
import { updateDashboard } from './update-dashboard.ts'
import type { SyncConfiguration } from './sync-configuration.ts'
import { listDesired } from './webhooks/list-desired.ts'
import { toRegisterWebhooksJob } from './webhooks/register-webhooks-job.ts'
import { updateSchemas, type SchemaFiles } from './schemas/update-schemas.ts'
import { listMissing, type DesiredWebhook } from './webhooks/register-webhooks.ts'
import { findWebhookRepository, type WebhookRepository } from './webhooks/webhook-step.ts'
import type { WebhookStore } from './webhooks/webhook-store.ts'

export interface SyncDependencies extends Omit<ProposalDependencies, 'host'> {
  readonly webhooks: WebhookStore
  readonly dashboards: DashboardStore
  /** Kept up to date in the blueprint repository; left alone if absent. */
  readonly schemas?: SchemaFiles | undefined
}

/**
 * Updates the dashboard and the schemas for editors after an import, and answers with the job that registers missing webhooks for the blueprint repository and for
 * those that are selected, if there are any. All are side steps.
 */
export async function syncHosts(
  finished: FinishedImport,
  configuration: SyncConfiguration,
  dependencies: SyncDependencies,
): Promise<FollowUp> {
  await dropFormer(finished, configuration, dependencies)
  await syncSchemas(finished, configuration, dependencies)
  const notes = tellsAll(finished)
    ? await updateDashboard(finished, configuration, { ...dependencies, sideSteps: finished.sideSteps })
    : []
  return { jobs: await listRegistrations(finished, configuration, dependencies), notes }
}

const ownFiles = {
  dashboard: /^DASHBOARD\.md$/,
  configuration: /^(?:groundplan\.yaml$|blueprints\/\.schema\/)/,
  schemas: /^blueprints\/\.schema\//,
}

/** Branches of our own that were named with another prefix. */
async function dropFormer(
  { isWhole, sideSteps }: FinishedImport,
  { host, review: { branchPrefix }, onboarding }: SyncConfiguration,
  dependencies: SyncDependencies,
): Promise<void> {
  if (!isWhole) return
  const own = (['dashboard', 'configuration', 'schemas'] as const).map((branch) => {
    const current = nameOwnBranch(branch, branchPrefix)
    return {
      name: ownBranches[branch],
      files: ownFiles[branch],
      current: branch === 'configuration' ? (onboarding?.branch ?? current) : current,
    }
  })
  await dropFormerBranches(own, { ...dependencies, host, sideSteps })
}

async function syncSchemas(
  { isWhole, isProposed, sideSteps }: FinishedImport,
  { host, review: { branchPrefix } }: SyncConfiguration,
  dependencies: SyncDependencies,
): Promise<void> {
  const { schemas: files } = dependencies
  // The pull request with the configuration brings them as well.
  if (files === undefined || !isProposed || (host !== undefined && !isWhole)) return
  const branch = nameOwnBranch('schemas', branchPrefix)
  await sideSteps.attempt({ kind: 'schemas', subject: 'schemas' }, () =>
    updateSchemas({ files, branch, host }, { ...dependencies, sideSteps }),
  )
}

/** True if the dashboard may be about this import. */
function tellsAll({ isWhole, isProposed }: FinishedImport): boolean {
  return isWhole && isProposed
}

async function listRegistrations(
  finished: FinishedImport,
  configuration: SyncConfiguration,
  dependencies: SyncDependencies,
): Promise<readonly NewJob[]> {
  const { number, isProposed, selected } = finished
  if (number === undefined) return []
  // Until the configuration is merged, the repositories that it names are left alone.
  const desired = listDesired(isProposed ? selected : [], configuration)
  const refused = await forgetUnwanted(desired, configuration, finished)
  const missing = await listMissing(desired, dependencies)
  const found = [...refused, ...missing.map(({ host, id, repository }) => ({ host, id, ...repository }))]
  const unique = new Map(found.map((each) => [keyOf(each), each]))
  const dashboard = tellsAll(finished)
  return unique.size === 0 ? [] : [toRegisterWebhooksJob({ number, dashboard, found: [...unique.values()] })]
}

/** Forgets the problems of webhooks that nobody wants any more, or under a former name; answers with the repositories of the others. */
async function forgetUnwanted(
  desired: readonly DesiredWebhook[],
  { webhooks }: SyncConfiguration,
  { isListed, isProposed, sideSteps }: FinishedImport,
): Promise<readonly WebhookRepository[]> {
  const wanted = new Map(desired.map(({ host, id, repository }) => [keyOf({ host, id }), repository]))
  const left: WebhookRepository[] = []
  for (const problem of await sideSteps.list()) {
    const known = findWebhookRepository(problem)
    if (known === undefined) continue
    const now = wanted.get(keyOf(known))
    const mayBeWanted = webhooks !== undefined && known.host !== '' && !(isListed && isProposed)
    const isCalled = now !== undefined && now.owner === known.owner && now.name === known.name
    if (isCalled || (now === undefined && mayBeWanted)) left.push(known)
    else await sideSteps.done(problem)
  }
  return left
}

function keyOf({ host, id }: Pick<WebhookRepository, 'host' | 'id'>): string {
  return JSON.stringify([host, id])
}
