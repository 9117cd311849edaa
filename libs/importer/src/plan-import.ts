// Over 300 lines: the plan of one import, with what it is told of each module.
import { noGeneratorSettings } from '@groundplan/blueprint-generator'
import { errorMessage, hasErrors } from '@groundplan/errors'
import {
  blueprintPaths,
  planProposal,
  type ComparedCode,
  type KeepReason,
  type Proposal,
  type ProposalAction,
  type ProposalDraft,
  type ProposalSituation,
  type ProposalStore,
  type PullRequestPolicy,
} from '@groundplan/proposal'
import type { RepositorySnapshot, ReviewRepository, ScmKind } from '@groundplan/scm'
import { isConfigurationFile, isRequired, type TerraformModule } from '@groundplan/terraform-module'
import { checkBlueprint, draftBlueprint } from './draft-blueprint.ts'
import type { BlueprintDrafter, SettingsSummary } from './drafting/blueprint-drafter.ts'
import { SettingsCollector } from './drafting/draft-origin.ts'
import type { ImportPlan, ImportStep } from './import-plan.ts'
import type { ModuleOutcome } from './import-report.ts'
import { mapConcurrently } from './map-concurrently.ts'
import { BlueprintNames } from './naming/name-blueprints.ts'
import { nameModules } from './name-modules.ts'
import { titleModules } from './title-modules.ts'
import { planGoneRepositories } from './retirement/plan-gone-repositories.ts'
import { planRetirements } from './retirement/plan-retirements.ts'
import type { ReservedName } from './naming/name-reservations.ts'
import { createPace } from './pace.ts'
import { comparePublished, publishedNames, readPublished } from './published-blueprints.ts'
import type { ReadModuleResult } from './read-repository.ts'
import type { RegisteredRepository } from './registry/repository-registry.ts'
import { StoreNames } from './registry/store-names.ts'
import { plainReview, type ReviewSettings } from './review-settings.ts'
import { BranchNames, type BranchSubject } from './review/branch-names.ts'
import type { ReadRepositoryResult } from './scan/read-repository-result.ts'

export interface PlanDependencies {
  readonly repository: ReviewRepository
  readonly proposals: Pick<ProposalStore, 'latestByBlueprint'>
  /** Names that other imports have given and not proposed yet. */
  readonly reserved?: readonly ReservedName[] | undefined
  /** What the company tells the generator; a repository's own settings win over it. */
  readonly company?: SettingsSummary
  /** How proposals are put together for review; each by itself if absent. */
  readonly review?: ReviewSettings
  /** Repositories that are gone, so that their blueprints are retired. */
  readonly gone?: readonly RegisteredRepository[] | undefined
  /** Tells of renamed repositories; none is if absent. */
  readonly stores?: StoreNames | undefined
  /** Writes the blueprints; in this process if absent. */
  readonly drafter?: BlueprintDrafter | undefined
  readonly signal?: AbortSignal | undefined
  /** True if nothing will be carried out: what would be proposed is not kept in memory. */
  readonly outcomesOnly?: boolean | undefined
}

/** How many blueprints are written at a time: those who write may be several processes. */
const concurrency = 8

/** Plans what an import does for the modules that were read. Reads the blueprint repository; writes nothing. */
export async function planImport(
  repositories: readonly ReadRepositoryResult[],
  {
    repository,
    proposals,
    reserved = [],
    company = noGeneratorSettings,
    review = plainReview,
    stores = new StoreNames([]),
    gone = [],
    drafter,
    signal = new AbortController().signal,
    outcomesOnly = false,
  }: PlanDependencies,
): Promise<ImportPlan> {
  const published = await readPublished(repository, (await repository.readHead()).commit)
  const latest = await proposals.latestByBlueprint()
  const inUse = (await publishedNames(published, createPace(signal))).map(
    ([name, source]) => [name, source && stores.update(source)] as const,
  )
  const names = new BlueprintNames([
    // Of two names the newer one counts: people may have renamed the blueprint.
    ...[...latest]
      .toSorted(([, one], [, other]) => other.number - one.number)
      .map(([name, { source }]) => [name, stores.update(source)] as const),
    ...inUse,
    ...reserved.map(({ name, source }) => [name, stores.update(source)] as const),
  ])
  const usable = repositories.map((each) => ({ ...each, modules: each.modules.filter(isUsable) }))
  const { moved, missing } = nameModules(repositories, usable, { names, published: inUse })
  const open = [...latest.values()].filter(({ state }) => state.status === 'open')
  const existing = (await repository.readBranches()).tips.keys()
  const branches = new BranchNames({ review, stores, open, existing })
  const planned = new Set<string>()
  const plans: (() => ImportStep | Promise<ImportStep>)[] = []
  const settled = (outcome: ModuleOutcome) => plans.push(() => settle(outcome))
  const pace = createPace(signal)
  const collector = new SettingsCollector()
  for (const { snapshot, modules, settings, origin, openedAt, code, rewritten } of repositories) {
    const titles = titleModules(snapshot.name, modules.filter(isUsable), { names, published: inUse })
    for (const read of modules) {
      await pace()
      const { directory, module } = read
      const place = { repository: snapshot.name, path: directory.path }
      const diagnostics = module?.diagnostics ?? []
      const unusable = reasonAgainst(module, directory.skipped)
      if (module === undefined || unusable !== undefined) {
        settled({ ...place, ...(unusable ?? { outcome: 'skipped' }), diagnostics })
        continue
      }
      const blueprint = names.find({ store: snapshot.name, path: directory.path }) ?? directory.path
      if (planned.has(blueprint)) {
        const reason = 'Already part of this import, from the same repository.'
        settled({ ...place, outcome: 'skipped', reason, diagnostics })
        continue
      }
      planned.add(blueprint)
      const newest = latest.get(blueprint)
      const branch = branchOf(
        newest,
        { blueprint, store: snapshot.name, host: origin?.host, owner: origin?.owner },
        branches,
      )
      const subject = {
        ...{ ...read, module, blueprint, branch, snapshot },
        ...{ settings: [company, settings], movedFrom: moved.get(blueprint) },
        ...{
          drafter,
          collector,
          code: code?.get(directory.path),
          rewritten: rewritten?.get(directory.path),
          signal,
          askOwners: origin?.review?.askOwners ?? review.askOwners,
          policy: origin?.review?.policy,
          kind: origin?.kind,
          isFirst: outcomesOnly && newest === undefined && !hasFiles(published, blueprint),
        },
      }
      const situation = (draft: ProposalDraft) => ({
        latest: newest,
        published: comparePublished(draft, published),
      })
      plans.push(async () => {
        const titled = { ...subject, module: withTitle(module, titles.get(directory.path)) }
        return unlessOutrun(await planModule(titled, situation), newest, openedAt)
      })
    }
  }
  const steps = await mapConcurrently(plans, concurrency, async (plan) => {
    await pace()
    const step = await plan()
    return outcomesOnly ? settle(step.outcome) : step
  })
  const situation = { latest, published, branches }
  const retired = await mapConcurrently(missing, concurrency, (each) => planRetirements(each, situation))
  return {
    steps: [...steps, ...retired.flat(), ...(await planGoneRepositories(gone, inUse, situation))],
    settings: collector.toPlan(),
    missing: missing.flatMap(({ modules }) => modules.map(({ blueprint }) => blueprint)),
    whole: missing.map(({ snapshot }) => snapshot.name),
  }
}

/** True if the default branch has a file of the blueprint. */
function hasFiles(published: ReadonlyMap<string, string>, blueprint: string): boolean {
  return Object.values(blueprintPaths(blueprint)).some((path) => published.has(path))
}

function isUsable({ module, directory }: ReadModuleResult): boolean {
  return module !== undefined && reasonAgainst(module, directory.skipped) === undefined
}

function withTitle(module: TerraformModule, title: string | undefined): TerraformModule {
  return title === undefined ? module : { ...module, readme: { ...module.readme, title } }
}

/** Another import may have read the repository later and yet been faster: what it has proposed is newer. */
function unlessOutrun(
  step: ImportStep,
  newest: Proposal | undefined,
  openedAt: Date | undefined,
): ImportStep {
  if (step.kind === 'settled' || openedAt === undefined || newest?.state.status !== 'open') return step
  if (newest.updatedAt <= openedAt || newest.source.commit === step.action.draft.source.commit) return step
  const reason = 'already proposed by another import'
  return settle({ ...step.outcome, outcome: 'unchanged', reason, proposal: newest.number, incomplete: true })
}

/** An open proposal stays on the branch on which people are reading it. */
function branchOf(newest: Proposal | undefined, subject: BranchSubject, branches: BranchNames): string {
  return newest?.state.status === 'open' ? newest.branch : branches.nameOf(subject)
}

interface PlannedModule extends ReadModuleResult {
  readonly module: TerraformModule
  readonly blueprint: string
  readonly branch: string
  readonly askOwners: boolean
  readonly policy: PullRequestPolicy | undefined
  readonly kind: ScmKind | undefined
  readonly snapshot: RepositorySnapshot
  /** The weakest first. */
  readonly settings: readonly SettingsSummary[]
  readonly drafter: BlueprintDrafter | undefined
  readonly collector: SettingsCollector
  /** What changed in it since the published blueprint. */
  readonly code: ComparedCode | undefined
  /** Why it is pinned to another commit, a sentence, if what its blueprint pins is gone. */
  readonly rewritten: string | undefined
  readonly signal: AbortSignal
  /** The folder that it was in when its blueprint was written, if it has moved since. */
  readonly movedFrom: string | undefined
  /** True if only the outcome is wanted, of a blueprint that is new whatever its files contain. */
  readonly isFirst: boolean
}

async function planModule(
  {
    directory,
    module,
    commit,
    tag,
    kind,
    blueprint,
    snapshot,
    settings,
    movedFrom,
    code,
    rewritten,
    isFirst,
    ...options
  }: PlannedModule,
  situationOf: (draft: ProposalDraft) => ProposalSituation,
): Promise<ImportStep> {
  const place = { repository: snapshot.name, path: directory.path }
  const fail = (reason: string | undefined, told: Pick<ModuleOutcome, 'diagnostics' | 'overlay'>) =>
    settle({ ...place, outcome: 'failed', reason, ...told })
  const broken = settings.flatMap((each) => each.broken)
  if (broken.length > 0) {
    const reason = `${broken.join(' and ')} ${broken.length === 1 ? 'has' : 'have'} errors, so no blueprint was generated.`
    return fail(reason, { diagnostics: module.diagnostics })
  }
  const { name: store, address } = snapshot
  const source = {
    ...{ store, path: directory.path, commit, address },
    ...(tag === undefined ? {} : { tag }),
    ...(kind === undefined ? {} : { kind }),
  }
  const files = directory.entries.map(({ path }) => path).filter(isConfigurationFile)
  try {
    const subject = { module, name: blueprint, source, files, settings: settings.map((each) => each.sources) }
    const { draft, isWritten, applied, ...found } = isFirst
      ? { draft: undefined, ...(await checkBlueprint(subject, options)) }
      : { isWritten: false, ...(await draftBlueprint(subject, options)) }
    const diagnostics = [...module.diagnostics, ...found.diagnostics]
    const reasons = [
      ...(movedFrom === undefined ? [] : [`moved from ${movedFrom}`]),
      ...(rewritten === undefined ? [] : [rewritten]),
    ]
    const told = {
      diagnostics,
      ...(applied.length === 0 ? {} : { overlay: applied }),
      ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }),
    }
    if (draft !== undefined) {
      const complete = { ...draft, code, ...(rewritten === undefined ? {} : { note: rewritten }) }
      return toStep(planProposal(complete, situationOf(draft)), { ...place, blueprint, ...told })
    }
    if (isWritten) return settle({ ...place, blueprint, outcome: 'new', ...told })
    return fail(diagnostics.find(({ severity }) => severity === 'error')?.message, told)
  } catch (error) {
    options.signal.throwIfAborted()
    return fail(`Could not generate a blueprint: ${errorMessage(error)}`, {
      diagnostics: module.diagnostics,
    })
  }
}

function settle(outcome: ModuleOutcome): ImportStep {
  return { kind: 'settled', outcome }
}

function reasonAgainst(
  module: TerraformModule | undefined,
  skipped: string | undefined,
): Pick<ModuleOutcome, 'outcome' | 'reason'> | undefined {
  if (skipped !== undefined) return { outcome: 'skipped', reason: skipped }
  if (module === undefined) return undefined
  const first = module.diagnostics.find(({ severity }) => severity === 'error')
  if (hasErrors(module.diagnostics)) return { outcome: 'failed', reason: first?.message }
  const { resources, moduleCalls } = module
  if (resources.length + moduleCalls.length > 0 || module.outputs.length > 0) return undefined
  const declares = module.variables.some(isRequired) ? 'only variables' : 'nothing that can be launched'
  return {
    outcome: 'skipped',
    reason: `It declares ${declares}: no resource, data source, module call or output.`,
  }
}

/** What is said of a module for which nothing is done. */
const reasons: Readonly<Record<KeepReason, string | undefined>> = {
  open: 'waiting for review',
  approved: undefined,
  rejected: 'rejected',
  'rejected-before': 'rejected, but changed since; reopen it to review the change',
  retiring: 'back; its retirement is withdrawn, and the next import proposes its changes',
}

function toStep(action: ProposalAction, outcome: Omit<ModuleOutcome, 'outcome'>): ImportStep {
  if (action.kind === 'keep') {
    const reason = reasons[action.reason]
    const incomplete = action.reason === 'retiring' ? true : undefined
    return settle({ ...outcome, outcome: 'unchanged', reason, proposal: action.proposal, incomplete })
  }
  const isNew = action.type === 'new' && action.previous === undefined
  return { kind: 'act', action, outcome: { ...outcome, outcome: isNew ? 'new' : 'updated' } }
}
