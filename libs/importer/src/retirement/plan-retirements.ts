import type { Proposal } from '@groundplan/proposal'
import type { RepositorySnapshot, ScmKind } from '@groundplan/scm'
import type { ModuleOutcome } from '../import-report.ts'
import type { ImportStep } from '../import-plan.ts'
import type { BranchNames } from '../review/branch-names.ts'
import { draftRetirement, explainDeletion } from './draft-retirement.ts'
import { planRetirement } from './plan-retirement.ts'

/** A published blueprint whose module is no longer in its repository, which was read as a whole. */
export interface MissingModule {
  readonly blueprint: string
  readonly path: string
  /** The commit that the blueprint pins. */
  readonly commit: string | undefined
  /** A commit at which it is gone: where it was looked up, the newest that changed anything in the module's folder. */
  readonly goneSince: string
}

/** What is missing of one repository. */
export interface MissingModules {
  readonly snapshot: RepositorySnapshot
  readonly host: string | undefined
  readonly owner: string | undefined
  readonly kind?: ScmKind | undefined
  readonly modules: readonly MissingModule[]
  /** Number of published blueprints from the repository. */
  readonly published: number
}

export interface RetirementSituation {
  readonly latest: ReadonlyMap<string, Proposal>
  /** Texts of all files under `blueprints/`, by path. */
  readonly published: ReadonlyMap<string, string>
  readonly branches: BranchNames
}

/**
 * From how many missing modules on an import asks for a look instead of proposing retirements, if they are more than half of what
 * the repository has in the catalog. Fewer are easily reviewed one by one.
 */
const fewestForSafetyLimit = 5

/**
 * Plans a retirement for each missing module. If most of a repository is gone at once, that is rarely meant (a wrong branch, a
 * moved repository): then one finding says so, and nothing new is proposed.
 */
export async function planRetirements(
  { snapshot, host, owner, kind, modules, published }: MissingModules,
  situation: RetirementSituation,
): Promise<readonly ImportStep[]> {
  const planned = await Promise.all(
    modules.map(async (module) => {
      const { name: store, address, commit: newest } = snapshot
      const { blueprint, path, commit: pinned, goneSince } = module
      const place = { blueprint, path, pinned, store, address, host, owner, kind }
      const explanation = explainDeletion(place, goneSince)
      const draft = await draftRetirement({ ...place, commit: pinned ?? newest, explanation }, situation)
      return planRetirement(draft, situation.latest.get(module.blueprint))
    }),
  )
  const fresh = planned.filter((step) => step.kind === 'act')
  if (fresh.length < fewestForSafetyLimit || fresh.length <= published / 2) return planned
  return [...planned.filter((step) => step.kind !== 'act'), askForALook(snapshot, fresh.length, published)]
}

function askForALook({ name, ref }: RepositorySnapshot, gone: number, published: number): ImportStep {
  const reason =
    `${gone} of ${published} modules with blueprints are gone from ${ref}, so no retirement is proposed. ` +
    'Check the repository and its branch. To retire the blueprints anyway, delete their files from the blueprint repository.'
  const outcome: ModuleOutcome = { repository: name, path: '.', outcome: 'skipped', reason, diagnostics: [] }
  return { kind: 'settled', outcome }
}
