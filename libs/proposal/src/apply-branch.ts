import { systemActor } from '@groundplan/actor'
import { ConflictError, inertMarkdown } from '@groundplan/errors'
import type { ReviewRepository } from '@groundplan/scm'
import { blueprintPaths } from './file-texts.ts'
import { decide, openProposal, transition } from './lifecycle/transition.ts'
import { readBranch } from './read-branch.ts'
import { titleOf, type DraftRenderer, type PlannedProposal, type ProposeAction } from './plan-proposal.ts'
import type { NewProposal, Proposal, ProposalState } from './proposal.ts'
import type { ProposalRecords, ProposalStore } from './proposal-store.ts'
import { keepDecisions, toReviewFacts } from './review-facts.ts'
import type { FileValidation } from './file-validation.ts'
import type { ReviewHost } from './review-host.ts'
import type { ProblemStore } from './side-steps/problem-store.ts'
import { SideSteps } from './side-steps/side-steps.ts'
import { writeBranch, type PreparedCommit, type WrittenBranch } from './write-branch.ts'

export interface ProposalDependencies {
  readonly repository: ReviewRepository
  readonly proposals: ProposalStore
  readonly now: () => Date
  /** Where people review, if the blueprint repository is at a host; otherwise they do it here. */
  readonly host?: ReviewHost | undefined
  /** Names the request or import that causes the changes, in their events: `import:12`. */
  readonly correlationId?: string | undefined
  /** Keeps side steps that were not done, until they are. */
  readonly problems?: ProblemStore | undefined
  /** Of the import that this is part of; each call has its own if absent. */
  readonly sideSteps?: SideSteps | undefined
  /** Checks a file before it is merged, as the catalog will; by the rules of blueprints if absent. */
  readonly validate?: FileValidation | undefined
}

export interface ApplyDependencies extends ProposalDependencies {
  readonly renderer: DraftRenderer
}

/** The same for whoever works on a branch alone. */
export type HeldDependencies = Omit<ProposalDependencies, 'proposals'> & {
  readonly proposals: ProposalRecords
}

/** What is to happen on one branch. */
export interface BranchPlan {
  readonly branch: string
  /** What it is to bring, beside what it has. */
  readonly actions: readonly ProposeAction[]
  /** Open proposals that it is not to bring any more, with what becomes of them. */
  readonly leaving: readonly LeavingProposal[]
  /** See `prepareBranches`. */
  readonly prepared?: PreparedCommit | undefined
}

export interface LeavingProposal {
  readonly number: number
  readonly state: Exclude<ProposalState, { status: 'open' }>
}

export interface AppliedProposal {
  /** `outrun` if somebody decided or proposed it again since the plan was made: then nothing is done. */
  readonly kind: 'opened' | 'updated' | 'outrun'
  readonly proposal: Proposal
}

/** How often to begin again because somebody pushed to the branch at the same moment. */
const attempts = 3

/**
 * Carries out what was planned for a branch: first the commits, then the records, so that a stop in between is made good by the next
 * run. Throws ConflictError if people push faster than we can merge.
 */
export function applyBranch(
  plan: BranchPlan,
  dependencies: ApplyDependencies,
): Promise<readonly AppliedProposal[]> {
  const { repository, proposals } = dependencies
  return proposals.exclusively(plan.branch, async (records) => {
    const outrun = await findOutrun(plan.actions, records)
    const actions = plan.actions.filter(({ draft }) => !outrun.has(draft.blueprint))
    const passed = [...outrun.values()].map((proposal) => ({ kind: 'outrun', proposal }) as const)
    if (passed.length > 0 && actions.length + plan.leaving.length === 0) return passed
    for (let attempt = 1; ; attempt += 1) {
      try {
        const held = { ...dependencies, proposals: records }
        return [...passed, ...(await applyOnce({ ...plan, actions }, held))]
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt === attempts) throw error
        await repository.refresh()
      }
    }
  })
}

/** Takes proposals off a branch, and what was refused: {@link applyBranch} without drafts. */
export async function leaveBranch(
  plan: Omit<BranchPlan, 'actions'>,
  dependencies: ProposalDependencies,
): Promise<void> {
  await applyBranch({ ...plan, actions: [] }, { ...dependencies, renderer: noRenderer })
}

const noRenderer: DraftRenderer = {
  merge: () => Promise.reject(new Error('No drafts to merge.')),
  describe: () => Promise.reject(new Error('No drafts to describe.')),
}

/** The newest proposals of blueprints, by name, that are not those from which the plan was made. */
async function findOutrun(
  actions: readonly ProposeAction[],
  proposals: ProposalRecords,
): Promise<ReadonlyMap<string, Proposal>> {
  const blueprints = actions.map(({ draft }) => draft.blueprint)
  const latest = await proposals.latestByBlueprint({ blueprints })
  const isOutrun = ({ draft, previous }: ProposeAction) => {
    const newest = latest.get(draft.blueprint)
    return newest !== undefined && !isSameState(newest, previous)
  }
  const outrun = new Set(actions.filter(isOutrun).map(({ draft }) => draft.blueprint))
  return new Map([...latest].filter(([blueprint]) => outrun.has(blueprint)))
}

function isSameState(newest: Proposal, planned: PlannedProposal | undefined): boolean {
  return (
    newest.number === planned?.number &&
    newest.contentId === planned.contentId &&
    newest.state.status === planned.status
  )
}

async function applyOnce(
  { branch, actions, leaving, prepared }: BranchPlan,
  dependencies: HeldDependencies & Pick<ApplyDependencies, 'renderer'>,
): Promise<readonly AppliedProposal[]> {
  const { repository, proposals, now, renderer, correlationId } = dependencies
  const date = now()
  const open = await proposals.list({ status: 'open', branch })
  const left = leaving.flatMap(({ number, state }) => {
    const proposal = open.find((candidate) => candidate.number === number)
    return proposal === undefined ? [] : [{ ...proposal, updatedAt: date, state }]
  })
  const recordLeft = async () => {
    for (const after of left) {
      const before = open.find(({ number }) => number === after.number)
      if (before !== undefined) await decide(before, after, { at: date, correlationId }, proposals)
    }
  }
  const acting = new Set(actions.map(({ draft }) => draft.blueprint))
  const staying = open.filter(
    ({ number, blueprint }) => !left.some((proposal) => proposal.number === number) && !acting.has(blueprint),
  )
  if (acting.size + staying.length === 0) {
    await deleteOwnBranch(branch, dependencies)
    await recordLeft()
    return []
  }
  // The branch of a closed pull request still has them.
  const refused = (await proposals.list({ branch })).filter(
    ({ state, blueprint }) =>
      (state.status === 'rejected' || state.status === 'withdrawn') &&
      !staying.some((proposal) => proposal.blueprint === blueprint),
  )
  const approved = await proposals.latestByBlueprint({ status: 'approved', blueprints: [...acting] })
  const { head, tips } = await repository.readBranches([branch])
  const written = await writeBranch(
    {
      branch,
      tip: tips.get(branch),
      head: head.commit,
      parts: actions.map(({ draft, type }) => {
        const { generatedCommit, source } = approved.get(draft.blueprint) ?? {}
        const former = open.find(({ blueprint }) => blueprint === draft.blueprint)?.source
        const formerSources = [source, former].filter((each) => each !== undefined)
        return { draft, kind: type, approved: generatedCommit, formerSources }
      }),
      carried: staying.flatMap(filesOf),
      dropped: [...left, ...refused].filter(({ blueprint }) => !acting.has(blueprint)).flatMap(filesOf),
      removed: (left.length === 0 && actions.length === 0 ? refused : left)
        .map(({ blueprint }) => blueprint)
        .filter((blueprint) => !acting.has(blueprint)),
      date,
      prepared,
    },
    { repository, renderer },
  )
  const applied: AppliedProposal[] = []
  for (const action of actions)
    applied.push(await record(action, written, open, { proposals, renderer, date, correlationId }))
  await recordLeft()
  return applied
}

function withNote(body: string, note: string | undefined): string {
  return note === undefined ? body : `${inertMarkdown(note)}\n\n${body}`
}

function filesOf({ blueprint }: Pick<Proposal, 'blueprint'>): readonly string[] {
  return Object.values(blueprintPaths(blueprint))
}

/**
 * Takes away a branch that brings nothing any more, as a side step; one on which people have worked stays for them to see. A branch that
 * cannot be deleted, because a rule of the host protects it, stays as well.
 */
export async function deleteOwnBranch(branch: string, dependencies: SideStepDependencies): Promise<void> {
  const { repository } = dependencies
  const { hasPeople } = await readBranch(await repository.findBranch(branch), repository)
  if (!hasPeople) await deleteBranch(branch, dependencies)
}

/** Deletes a branch that is done, as a side step. */
export async function deleteBranch(branch: string, dependencies: SideStepDependencies): Promise<void> {
  const sideSteps = sideStepsOf(dependencies)
  await sideSteps.attempt({ kind: 'branch', subject: branch }, () =>
    dependencies.repository.deleteBranch(branch),
  )
}

export type SideStepDependencies = Pick<ProposalDependencies, 'repository' | 'now' | 'problems' | 'sideSteps'>

/** The side steps of the import that this is part of, or new ones. */
export function sideStepsOf({
  sideSteps,
  problems,
  now,
}: Omit<SideStepDependencies, 'repository'>): SideSteps {
  return sideSteps ?? new SideSteps({ problems, now })
}

interface RecordOptions {
  readonly proposals: ProposalRecords
  readonly renderer: DraftRenderer
  readonly date: Date
  readonly correlationId: string | undefined
}

async function record(
  { draft, type }: ProposeAction,
  written: WrittenBranch,
  open: readonly Proposal[],
  { proposals, renderer, date, correlationId }: RecordOptions,
): Promise<AppliedProposal> {
  const { blueprint, contentId, source, policy, branch, declarations = [] } = draft
  const texts = written.parts.get(blueprint)
  if (texts === undefined) throw new ConflictError(`The branch ${branch} does not contain ${blueprint}.`)
  const before = open.find((proposal) => proposal.blueprint === blueprint)
  const known = before === undefined ? [] : (await proposals.readDetails(before.number)).conflicts
  const conflicts = keepDecisions(texts.toDecide, known)
  const { code } = draft
  if (code?.status === 'made') await proposals.keepCodeChanges(code.step, code.changes)
  const generated = {
    kind: type,
    facts: await toReviewFacts({ blueprint, ...texts, conflicts }, proposals),
    title: titleOf(draft, type),
    generatedCommit: written.generatedCommit,
    contentId,
    source,
    policy,
    updatedAt: date,
  }
  const body =
    type === 'retirement'
      ? (draft.body ?? '')
      : withNote(await renderer.describe(draft, { kind: type, ...texts, code: code?.changes }), draft.note)
  const details = { conflicts, declarations }
  const change = { actor: systemActor, at: date, correlationId }
  if (before !== undefined) {
    const proposal = { ...before, ...generated }
    const changed = { before, after: proposal, body, details }
    await transition(changed, { ...change, event: 'proposal.updated' }, proposals)
    return { kind: 'updated', proposal }
  }
  const { pullRequest } = open[0] ?? {}
  const added: NewProposal = {
    ...{ blueprint, branch, body, details, ...generated, createdAt: date, state: { status: 'open' } },
    ...(pullRequest === undefined ? {} : { pullRequest }),
  }
  const proposal = await openProposal(added, { ...change, event: 'proposal.opened' }, proposals)
  return { kind: 'opened', proposal }
}
