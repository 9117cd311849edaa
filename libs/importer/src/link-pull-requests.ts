import type { ProposalStore } from '@groundplan/proposal'
import type { ModuleOutcome } from './import-report.ts'

/** Adds the pull request of each module's proposal, as far as it has one. */
export async function linkPullRequests(
  modules: readonly ModuleOutcome[],
  proposals: Pick<ProposalStore, 'latestByBlueprint'>,
): Promise<readonly ModuleOutcome[]> {
  const blueprints = modules.flatMap(({ proposal, blueprint }) =>
    proposal === undefined || blueprint === undefined ? [] : [blueprint],
  )
  if (blueprints.length === 0) return modules
  const latest = await proposals.latestByBlueprint({ blueprints })
  return modules.map((module) => {
    const { blueprint = '', proposal } = module
    const found = latest.get(blueprint)
    if (found === undefined || found.number !== proposal || found.pullRequest === undefined) return module
    return { ...module, pullRequest: found.pullRequest.number, reviewUrl: found.pullRequest.url }
  })
}
