import { inertMarkdown } from '@groundplan/errors'
import type { ImportStep } from '../import-plan.ts'
import type { PublishedName } from '../published-blueprints.ts'
import type { RegisteredRepository } from '../registry/repository-registry.ts'
import { describeMissing } from '../scan/report-missing.ts'
import { draftRetirement } from './draft-retirement.ts'
import { planRetirement } from './plan-retirement.ts'
import type { RetirementSituation } from './plan-retirements.ts'

/** Plans the retirement of every published blueprint of repositories that are gone. */
export async function planGoneRepositories(
  gone: readonly RegisteredRepository[],
  published: readonly PublishedName[],
  situation: RetirementSituation,
): Promise<readonly ImportStep[]> {
  const byStore = new Map(gone.map((each) => [each.store, each]))
  const steps: ImportStep[] = []
  for (const [blueprint, source] of published) {
    const repository = source && byStore.get(source.store)
    if (source === undefined || repository?.missing === undefined) continue
    const { store, address, host, owner } = repository
    const { path, commit: pinned } = source
    const explanation = `${inertMarkdown(store)} is gone. ${describeMissing(repository.missing)}`
    const retired = {
      blueprint,
      path,
      pinned,
      commit: pinned ?? '',
      store,
      address,
      host,
      owner,
      explanation,
    }
    const draft = await draftRetirement(retired, situation)
    steps.push(planRetirement(draft, situation.latest.get(blueprint)))
  }
  return steps
}
