import { nameOwnBranch, type ModuleOutcome, type RepositoryOutcome } from '@groundplan/importer'
import type { ProposalDependencies, ReportedProblem, SideSteps } from '@groundplan/proposal'
import type { SyncConfiguration } from './sync-configuration.ts'
import type { DashboardStore } from './dashboard/dashboard-store.ts'
import { putDashboard } from './dashboard/put-dashboard.ts'

/** What an import of everything has found. */
export interface DashboardImport {
  readonly modules: readonly ModuleOutcome[]
  readonly repositories: readonly RepositoryOutcome[]
  readonly problems: readonly ReportedProblem[]
}

export interface UpdateDashboardDependencies extends Pick<
  ProposalDependencies,
  'repository' | 'proposals' | 'now'
> {
  readonly dashboards: DashboardStore
  readonly sideSteps: SideSteps
}

/** Brings the dashboard in step with an import and the proposals of now, as a side step. Answers with notes for the report. */
export async function updateDashboard(
  found: DashboardImport,
  { host, dashboard, review: { branchPrefix } }: SyncConfiguration,
  dependencies: UpdateDashboardDependencies,
): Promise<readonly string[]> {
  const { sideSteps } = dependencies
  const step = { kind: 'dashboard', subject: 'dashboard' } as const
  if (dashboard === undefined || host === undefined) {
    await sideSteps.done(step)
    return []
  }
  const notes: string[] = []
  await sideSteps.attempt(step, async () => {
    const proposals = [...(await dependencies.proposals.latestByBlueprint()).values()]
    const branch = nameOwnBranch('dashboard', branchPrefix)
    const place = { ...dashboard, name: host.repository, branch }
    notes.push(...(await putDashboard({ ...found, proposals }, place, dependencies)))
  })
  return notes
}
