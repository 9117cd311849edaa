import { retrySideSteps, type ProposalDependencies, type ProposalSource } from '@groundplan/proposal'
import type { BlueprintDrafter } from './drafting/blueprint-drafter.ts'
import { InProcessDrafter } from './drafting/in-process-drafter.ts'
import { PlanRenderer } from './drafting/plan-renderer.ts'
import type { ImportProgress, ImportReport, ModuleOutcome, RepositoryOutcome } from './import-report.ts'
import type { LaunchStore } from './launch/launch-store.ts'
import { recordLaunches } from './launch/record-launches.ts'
import type { NameReservations } from './naming/name-reservations.ts'
import type { ActStep, ImportPlan, ImportStep } from './import-plan.ts'
import { planImport } from './plan-import.ts'
import { repeatFailures } from './repeat-failures.ts'
import type { ReadRepositoryResult } from './scan/read-repository-result.ts'
import { readCompanySettings } from './read-settings.ts'
import { applySteps, notReached, type LeavingModule } from './review/apply-steps.ts'
import { findAbandoned } from './review/find-abandoned.ts'
import { findReturned } from './retirement/find-returned.ts'
import { findGone } from './review/find-gone.ts'
import { listNotWithdrawn } from './review/list-not-withdrawn.ts'
import type { ImportConfiguration } from './import-configuration.ts'
import { nameOwnBranch } from './review/own-branches.ts'
import { endOnboarding, proposeConfiguration } from './review/propose-configuration.ts'
import { StoppedEarly } from './stopped-early.ts'
import type { RegisteredRepository } from './registry/repository-registry.ts'
import type { StoreNames } from './registry/store-names.ts'
import { rememberRead } from './scan/remember-sources.ts'
import type { ScanStore } from './scan/scan-store.ts'

export interface ReadImport {
  readonly read: readonly ReadRepositoryResult[]
  readonly stores: StoreNames
  /** Repositories that are gone. */
  readonly gone: readonly RegisteredRepository[]
  readonly repositories: readonly RepositoryOutcome[]
  readonly dryRun: boolean
}

export interface ProposeDependencies extends ProposalDependencies {
  /** Writes blueprints; in this process if absent, which is only for modules that the user trusts. */
  readonly drafter?: BlueprintDrafter | undefined
  readonly scans: ScanStore
  readonly names: NameReservations
  /** Keeps whether modules can be launched; nothing is kept if absent. */
  readonly launches?: Pick<LaunchStore, 'save'> | undefined
}

export type ProposedModules = Pick<ImportReport, 'repositories' | 'modules' | 'onboarding' | 'diagnostics'>

interface ProposeOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: ImportProgress) => void
}

interface PlannedImport extends ReadImport, ImportPlan {
  readonly leaving: readonly LeavingModule[]
  readonly diagnostics: ImportReport['diagnostics']
}

/** Who plans: one import at a time, so that no two give two blueprints the same name. */
const turn = 'turn to plan'

/**
 * Plans what is to be proposed of what was read, and carries that out. Imports plan one after the other, each from what is there when its
 * turn begins, and reserve the names that they give. Carrying out takes minutes for thousands of modules, so it happens outside the
 * turn, unless limits are set for what may wait for review: those make it short, and two imports together must not exceed them.
 */
export async function proposeModules(
  readings: ReadImport,
  configuration: ImportConfiguration,
  dependencies: ProposeDependencies,
  options: ProposeOptions,
): Promise<ProposedModules> {
  const plan = (signal: AbortSignal) => planModules(readings, configuration, dependencies, signal)
  if (readings.dryRun) return toReport(await plan(options.signal))
  const carryOut = (planned: PlannedImport, signal: AbortSignal) =>
    carryOutPlan(planned, configuration, dependencies, { ...options, signal })
  const inTurn = <Result>(work: (signal: AbortSignal) => Promise<Result>) =>
    dependencies.proposals.leases.hold(turn, ({ lost }) => work(AbortSignal.any([options.signal, lost])), {
      signal: options.signal,
      patience: Infinity,
    })
  const { open, perHour } = configuration.review.limits
  if (open !== undefined || perHour !== undefined)
    return inTurn(async (signal) => carryOut(await plan(signal), signal))
  const importId = crypto.randomUUID()
  try {
    const planned = await inTurn(async (signal) => {
      const found = await plan(signal)
      await dependencies.names.reserve(importId, listGivenNames(found.steps))
      return found
    })
    return await carryOut(planned, options.signal)
  } finally {
    // Where the database is gone, they expire.
    await dependencies.names.release(importId).catch(() => {})
  }
}

/** Everything that the plan is made of, beside what was read of the sources, is read here. */
async function planModules(
  readings: ReadImport,
  { review }: ImportConfiguration,
  dependencies: ProposeDependencies,
  signal: AbortSignal,
): Promise<PlannedImport> {
  const { repository, proposals, names } = dependencies
  const { read, stores } = readings
  const isRead = new Set(read.map(({ snapshot }) => snapshot.name))
  const gone = readings.gone.filter(({ store }) => !isRead.has(store))
  const company = await readCompanySettings(repository)
  const reserved = await names.list()
  const { dryRun: outcomesOnly } = readings
  const situation = { ...dependencies, reserved, company, review, stores, gone, signal, outcomesOnly }
  const plan = await planImport(read, situation)
  if (outcomesOnly) return { ...readings, ...plan, gone, leaving: [], diagnostics: company.diagnostics }
  const missing = new Set(plan.missing)
  // A module that has moved is not gone.
  const planned = new Set(
    plan.steps.flatMap(({ outcome: { blueprint = '' } }) => (missing.has(blueprint) ? [] : [blueprint])),
  )
  const left = (await findGone(read, proposals, stores)).filter(({ blueprint }) => !planned.has(blueprint))
  const leaving = [...left, ...(await findReturned(plan, proposals, stores))].map((proposal) => ({
    proposal,
  }))
  const abandoned = await findAbandoned(gone, proposals, stores)
  return { ...readings, ...plan, gone, leaving: [...leaving, ...abandoned], diagnostics: company.diagnostics }
}

/** The modules from which published blueprints were generated, as far as approvals tell. */
export async function listPublished(
  { proposals }: Pick<ProposeDependencies, 'proposals'>,
  stores: StoreNames,
): Promise<readonly ProposalSource[]> {
  const approved = await proposals.latestByBlueprint({ status: 'approved' })
  return [...approved.values()].map(({ source }) => stores.update(source))
}

/** Where blueprints come from, those included that other imports are about to propose. */
export async function listSources(
  { proposals, names }: Pick<ProposeDependencies, 'proposals' | 'names'>,
  stores: StoreNames,
): Promise<readonly ProposalSource[]> {
  const latest = await proposals.latestByBlueprint()
  return [...latest.values(), ...(await names.list())].map(({ source }) => stores.update(source))
}

function listGivenNames(steps: readonly ImportStep[]) {
  const acts = steps.filter((step): step is ActStep => step.kind === 'act')
  return acts.map(({ action: { draft } }) => ({ name: draft.blueprint, source: draft.source }))
}

function toReport(
  { steps, repositories, diagnostics }: PlannedImport,
  modules: readonly ModuleOutcome[] = steps.map(({ outcome }) => outcome),
): ProposedModules {
  return { repositories, modules: [...modules, ...repeatFailures(repositories)], diagnostics }
}

/** Carries the plan out, or shows what it would be where the configuration is still to be approved. */
async function carryOutPlan(
  planned: PlannedImport,
  { review: { limits, branchPrefix }, host, onboarding }: ImportConfiguration,
  dependencies: ProposeDependencies,
  { signal, onProgress }: ProposeOptions,
): Promise<ProposedModules> {
  const { steps, settings, gone, leaving, repositories, read } = planned
  if (onboarding !== undefined && host !== undefined) {
    const outcomes = steps.map(({ outcome }) => outcome)
    const drafts = steps.flatMap((step) => (step.kind === 'act' ? [step.action.draft] : []))
    const prospect = { repositories, modules: outcomes, drafts, limits }
    const reason = 'the configuration is not merged yet'
    const isReady = ({ outcome }: ModuleOutcome) => outcome === 'new' || outcome === 'updated'
    const modules = outcomes.map((each) =>
      isReady(each) ? { ...each, outcome: 'waiting' as const, reason } : each,
    )
    try {
      const proposed = await proposeConfiguration(onboarding, prospect, dependencies, host)
      await rememberRead(read, modules, { ...dependencies, isProposed: false })
      return { ...toReport(planned, modules), onboarding: proposed }
    } catch (error) {
      throw new StoppedEarly(toReport(planned, modules), error)
    }
  }
  const { drafter = new InProcessDrafter(), launches } = dependencies
  // Before anything is proposed: what is approved at once shows it too.
  if (launches !== undefined) await recordLaunches(read, launches)
  const renderer = new PlanRenderer(settings, drafter, signal)
  const options = { limits, leaving, signal, onProgress }
  let modules: readonly ModuleOutcome[] = steps.map(({ outcome }) => notReached(outcome))
  try {
    await applySteps(
      steps,
      { ...options, onOutcomes: (all) => void (modules = all) },
      { ...dependencies, renderer },
    )
    modules = [...modules, ...(await listNotWithdrawn(leaving, dependencies))]
    await retrySideSteps(dependencies)
    await endOnboarding(nameOwnBranch('configuration', branchPrefix), dependencies)
    await rememberRead(read, modules, dependencies)
    for (const each of gone) await forget(each, dependencies)
    return toReport(planned, modules)
  } catch (error) {
    throw new StoppedEarly(toReport(planned, modules), error)
  }
}

/** Has a repository read again when it comes back, even if nothing changed in it. */
async function forget(
  { host, id }: RegisteredRepository,
  { scans }: Pick<ProposeDependencies, 'scans'>,
): Promise<void> {
  for (const scan of await scans.list(host))
    if (scan.id === id && scan.settled) await scans.save({ ...scan, settled: false })
}
