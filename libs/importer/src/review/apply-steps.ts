import { systemActor } from '@groundplan/actor'
import { PlatformError } from '@groundplan/errors'
import {
  applyBranch,
  prepareBranches,
  recallClosed,
  sideStepsOf,
  syncPullRequest,
  type PreparedCommit,
  type Proposal,
  type PullRequestTask,
  type ApplyDependencies,
  type ProposalDependencies,
} from '@groundplan/proposal'
import type { ImportProgress, ModuleOutcome } from '../import-report.ts'
import type { ActStep, ImportStep } from '../import-plan.ts'
import type { ReviewLimits } from '../review-settings.ts'
import { ReviewLimiter } from './review-limiter.ts'

export interface LeavingModule {
  readonly proposal: Proposal
  /** What happened, as a sentence; that its module is gone or back if absent. */
  readonly reason?: string | undefined
}

export interface ApplyOptions {
  readonly limits: ReviewLimits
  /** Open proposals whose modules are gone, and retirements whose modules are back. */
  readonly leaving: readonly LeavingModule[]
  readonly signal: AbortSignal
  readonly onProgress: (progress: ImportProgress) => void
  /** Hears of every step's outcome whenever one more branch is done; those that come later are not reached yet. */
  readonly onOutcomes?: ((outcomes: readonly ModuleOutcome[]) => void) | undefined
}

/** New branches whose commits are made at once. */
const preparedAtOnce = 50

/** Carries out a plan branch by branch. What goes wrong with one branch is told at its modules and stops nothing else. */
export async function applySteps(
  steps: readonly ImportStep[],
  options: ApplyOptions,
  dependencies: ApplyDependencies,
): Promise<readonly ModuleOutcome[]> {
  const { limits, signal, onProgress, onOutcomes } = options
  const { proposals, now } = dependencies
  const acts = Map.groupBy(
    steps.filter((step) => step.kind === 'act'),
    ({ action }) => action.draft.branch,
  )
  const leaving = Map.groupBy(options.leaving, ({ proposal }) => proposal.branch)
  const work = [...new Set([...acts.keys(), ...leaving.keys()])].map((branch) => ({
    ...{ branch, steps: acts.get(branch) ?? [], gone: leaving.get(branch) ?? [] },
  }))
  const limiter = new ReviewLimiter(limits, await proposals.list(), now())
  const outcomes = new Map<ImportStep, ModuleOutcome>()
  const list = (isOver: boolean) =>
    steps.map((step) => outcomes.get(step) ?? (isOver ? step.outcome : notReached(step.outcome)))
  const token: { refused?: string } = {}
  let prepared: ReadonlyMap<string, PreparedCommit> = new Map()
  for (const [index, each] of work.entries()) {
    signal.throwIfAborted()
    if (index % preparedAtOnce === 0)
      prepared = await prepare(work.slice(index, index + preparedAtOnce), limiter, dependencies)
    const { branch, steps: own } = each
    onProgress({ phase: 'proposing', done: index, total: work.length, subject: branch })
    const told = await applyOne({ ...each, prepared: prepared.get(branch), token }, limiter, dependencies)
    for (const step of own) outcomes.set(step, { ...step.outcome, ...told(step) })
    onOutcomes?.(list(false))
  }
  onOutcomes?.(list(true))
  const branches = new Set(work.map(({ branch }) => branch))
  await syncOthers(branches, options, dependencies)
  return list(true)
}

/** The outcome of a step that the import has not come to. */
export function notReached(outcome: ModuleOutcome): ModuleOutcome {
  if (outcome.outcome !== 'new' && outcome.outcome !== 'updated') return outcome
  return {
    ...outcome,
    outcome: 'waiting',
    reason: 'the import stopped before it was proposed',
    incomplete: true,
  }
}

interface BranchWork {
  readonly branch: string
  readonly steps: readonly ActStep[]
  readonly gone: readonly LeavingModule[]
  readonly prepared?: PreparedCommit | undefined
  /** Once the host has refused the token, nothing else is tried. */
  readonly token?: { refused?: string } | undefined
}

/** Makes commits ahead for the branches that the limits admit. A failure is told where it happens again. */
async function prepare(
  work: readonly BranchWork[],
  limiter: ReviewLimiter,
  dependencies: ProposalDependencies,
): Promise<ReadonlyMap<string, PreparedCommit>> {
  const admitted = work.filter(({ branch, gone }) => {
    return gone.length === 0 && limiter.reasonAgainst(branch) === undefined
  })
  const plans = admitted.map(({ branch, steps }) => {
    return { branch, actions: steps.map(({ action }) => action), leaving: [] }
  })
  try {
    return await prepareBranches(plans, dependencies)
  } catch (error) {
    reasonOf(error)
    return new Map()
  }
}

type Told = (step: ActStep) => Partial<ModuleOutcome>

async function applyOne(
  { branch, steps, gone, prepared, token = {} }: BranchWork,
  limiter: ReviewLimiter,
  dependencies: ApplyDependencies,
): Promise<Told> {
  const waits = limiter.reasonAgainst(branch)
  if (waits !== undefined && gone.length === 0) return () => ({ outcome: 'waiting', reason: waits })
  const { refused } = token
  if (refused !== undefined) return () => ({ outcome: 'failed', reason: refused, incomplete: true })
  const planned = steps.map(({ action }) => action)
  try {
    const recalled = await recallClosed(branch, planned, dependencies)
    const actions = planned.filter(({ draft }) => !recalled.has(draft.blueprint))
    const stayAway = { outcome: 'unchanged', reason: 'its pull request was closed' } as const
    if (actions.length === 0 && gone.length === 0) return () => stayAway
    const at = dependencies.now()
    const leaving = gone.map(({ proposal: { number, kind }, reason = reasonToWithdraw[kind] }) => ({
      number,
      state: { status: 'withdrawn', by: systemActor, at, reason } as const,
    }))
    const applied = await applyBranch({ branch, actions, leaving, prepared }, dependencies)
    if (actions.length > 0) limiter.count(branch)
    const reviewers = [...new Set(actions.flatMap(({ draft }) => draft.reviewers ?? []))]
    const pullRequest = gone.find(({ proposal }) => proposal.pullRequest !== undefined)?.proposal.pullRequest
    const failed = await tryPullRequest({ branch, pullRequest, reviewers }, dependencies)
    const byBlueprint = new Map(applied.map((each) => [each.proposal.blueprint, each]))
    return ({ action: { draft } }) => {
      if (recalled.has(draft.blueprint)) return stayAway
      const { kind, proposal } = byBlueprint.get(draft.blueprint) ?? {}
      return { ...(kind === 'outrun' ? outrun : failed), proposal: proposal?.number }
    }
  } catch (error) {
    const reason = reasonOf(error)
    if (isRefusedToken(error)) token.refused = reason
    return () => ({ outcome: 'failed', reason, incomplete: true })
  }
}

const reasonToWithdraw: Readonly<Record<Proposal['kind'], string>> = {
  new: 'Its module was removed.',
  update: 'Its module was removed.',
  retirement: 'Its module is back, or its blueprint was removed already.',
}

/** What is said of a module whose proposal somebody changed after the plan was made; the next import looks again. */
const outrun = {
  outcome: 'unchanged',
  reason: 'already decided or proposed by someone else',
  incomplete: true,
} as const

/** What is wrong with one branch, or decided a moment ago, stops nothing else. A database that is gone stops everything. */
function reasonOf(error: unknown): string {
  if (error instanceof PlatformError && error.code !== 'cancelled' && error.code !== 'internal')
    return error.message
  throw error
}

/** Completes what an earlier run could not: pull requests that are not in step with their branches. */
async function syncOthers(
  done: ReadonlySet<string>,
  { signal }: ApplyOptions,
  dependencies: ProposalDependencies,
): Promise<void> {
  if (dependencies.host === undefined) return
  const open = await dependencies.proposals.list({ status: 'open' })
  for (const branch of new Set(open.map((proposal) => proposal.branch))) {
    if (done.has(branch)) continue
    signal.throwIfAborted()
    // Nothing of this run depends on it; the next one tries again.
    await tryPullRequest({ branch, pullRequest: undefined, reviewers: [] }, dependencies)
  }
}

/** Brings a pull request in step. The branch is written by then, so a failure is a problem that later imports report as well. */
async function tryPullRequest(
  task: PullRequestTask,
  dependencies: ProposalDependencies,
): Promise<Partial<ModuleOutcome>> {
  const sideSteps = sideStepsOf(dependencies)
  const step = { kind: 'pull-request', subject: task.branch } as const
  if (await sideSteps.attempt(step, () => syncPullRequest(task, { ...dependencies, sideSteps }))) return {}
  const known = (await sideSteps.listOf(task.branch)).find(({ kind }) => kind === step.kind)
  return { outcome: 'failed', reason: known?.reason, incomplete: true }
}

function isRefusedToken(error: unknown): boolean {
  return error instanceof PlatformError && error.details?.['credentials'] === 'refused'
}
