import type { ImportStore, SelectedRepository } from '@groundplan/importer'
import { defineJob, type JobAttempt, type NewJob } from '@groundplan/jobs'
import {
  describeProblems,
  SideSteps,
  type ProblemStore,
  type ProposalStore,
  type ReportedProblem,
  type SideStepKind,
} from '@groundplan/proposal'
import type { ReviewRepository } from '@groundplan/scm'
import { z } from 'zod'
import type { DashboardStore } from '../dashboard/dashboard-store.ts'
import { updateDashboard } from '../update-dashboard.ts'
import type { SyncConfiguration } from '../sync-configuration.ts'
import { listDesired } from './list-desired.ts'
import { registerWebhooks } from './register-webhooks.ts'
import { toWebhookStep, type WebhookRepository } from './webhook-step.ts'
import type { WebhookStore } from './webhook-store.ts'

const Registration = z.object({
  /** Number of the import that found them; its report gets the result. */
  import: z.int().min(1),
  /** Without the blueprint repository, whose webhook is always looked after. */
  repositories: z
    .array(z.object({ host: z.string(), id: z.string(), owner: z.string(), name: z.string() }).readonly())
    .readonly(),
  /** True if the dashboard is about that import. */
  dashboard: z.boolean().default(false),
})
type Registration = z.infer<typeof Registration>

/** Registers the webhooks that an import has found missing, however long its hosts take. */
export const registerWebhooksJob = defineJob({
  name: 'register-webhooks',
  payload: Registration,
  keys: 'exclusive',
})

/** The job for repositories whose webhooks an import has found missing. */
export function toRegisterWebhooksJob({
  number,
  dashboard,
  found,
}: {
  readonly number: number
  readonly dashboard: boolean
  readonly found: readonly WebhookRepository[]
}): NewJob {
  const sources = found.filter(({ host }) => host !== '')
  const repositories = sources.map(({ host, id, owner, name }) => ({ host, id, owner, name }))
  const payload: Registration = { import: number, repositories, dashboard }
  return { kind: registerWebhooksJob, payload, key: String(number) } as unknown as NewJob
}

export interface RegisterDependencies {
  readonly readConfiguration: () => Promise<SyncConfiguration>
  readonly webhooks: WebhookStore
  readonly imports: Pick<ImportStore, 'setProblems' | 'find' | 'findLatestWhole'>
  readonly problems?: ProblemStore | undefined
  readonly repository: ReviewRepository
  readonly proposals: ProposalStore
  readonly dashboards: DashboardStore
  readonly now: () => Date
}

/**
 * Registers webhooks at the hosts, by the configuration of now, and adds what was refused to the report of the import and to the
 * dashboard. Throws if a host could not be asked, unless this is the last attempt.
 */
export async function performRegistration(
  { payload, isLast, signal }: JobAttempt<Registration>,
  dependencies: RegisterDependencies,
): Promise<void> {
  const { readConfiguration, webhooks, imports, problems, proposals, now } = dependencies
  // Two at once would register the same one twice.
  await proposals.leases.hold(
    'registration of webhooks',
    async () => {
      const configuration = await readConfiguration()
      const sideSteps = new SideSteps({ problems, now })
      const before = await describeOwn(sideSteps, 'webhook')
      const sources = await openSources(payload.repositories, configuration)
      const selected = new Set(sources.map(({ host, id }) => JSON.stringify([host, id])))
      for (const each of payload.repositories)
        if (!selected.has(JSON.stringify([each.host, each.id]))) await sideSteps.done(toWebhookStep(each))
      const desired = listDesired(sources, configuration)
      const missed = await registerWebhooks(desired, { webhooks, now, sideSteps })
      if (isLast) for (const { step, error } of missed) await sideSteps.fail(step, error)
      const left = await describeOwn(sideSteps, 'webhook')
      await imports.setProblems(payload.import, 'webhook', left)
      if (payload.dashboard && JSON.stringify(left) !== JSON.stringify(before))
        await tellDashboard(payload.import, configuration, { ...dependencies, sideSteps })
      const [first] = missed
      if (first !== undefined && !isLast) throw first.error
    },
    { signal },
  )
}

async function describeOwn(sideSteps: SideSteps, own: SideStepKind): Promise<readonly ReportedProblem[]> {
  return describeProblems((await sideSteps.list()).filter(({ kind }) => kind === own))
}

/** A later import tells the dashboard itself. */
async function tellDashboard(
  number: number,
  configuration: SyncConfiguration,
  dependencies: RegisterDependencies & { readonly sideSteps: SideSteps },
): Promise<void> {
  const { imports, sideSteps } = dependencies
  if ((await imports.findLatestWhole())?.number !== number) return
  const state = (await imports.find(number))?.state
  if (state?.status !== 'finished') return
  const { report } = state
  await updateDashboard({ ...report, problems: report.problems ?? [] }, configuration, dependencies)
  await imports.setProblems(number, 'dashboard', await describeOwn(sideSteps, 'dashboard'))
}

/** Repositories that the configuration no longer selects are left out. */
async function openSources(
  repositories: Registration['repositories'],
  { selections }: SyncConfiguration,
): Promise<readonly SelectedRepository[]> {
  const sources: SelectedRepository[] = []
  for (const repository of repositories) {
    const selection = selections.find(
      ({ host, owner }) => host === repository.host && owner.toLowerCase() === repository.owner.toLowerCase(),
    )
    if (selection === undefined) continue
    const { webhooks } = await selection.openHost()
    sources.push({ ...repository, webhooks })
  }
  return sources
}
