import { displayActor } from '@groundplan/actor'
import {
  describeChange,
  describeInterface,
  markdownQuote,
  parseBlueprint,
  type ChangeLevel,
  type InterfaceDescription,
} from '@groundplan/blueprint'
import {
  findTip,
  reviewChanges,
  type ReviewDependencies,
  type ConflictChoice,
  type Declaration,
  type Proposal,
  type ProposalConflict,
  type ProposalStore,
  type ProposalSource,
  type ProposalState,
} from '@groundplan/proposal'
import type { ReviewRepository } from '@groundplan/scm'

/** A proposal in a list; times are ISO 8601 texts. */
export interface ProposalSummary {
  readonly number: number
  readonly blueprint: string
  readonly kind: Proposal['kind']
  readonly title: string
  readonly source: ProposalSource
  readonly createdAt: string
  readonly updatedAt: string
  readonly status: ProposalState['status']
  /** The commit that was generated; a bulk decision with it is refused once there is another. */
  readonly generatedCommit: string
  /** Breaking changes and undecided conflicts, as of the last time it was proposed. */
  readonly breaking: number
  readonly conflicts: number
  /** Who answers for the blueprint. */
  readonly owners: readonly string[]
  /** Where it is reviewed, if at a host. */
  readonly pullRequest?: { readonly number: number; readonly url: string } | undefined
  /** Who decided it, when and why. */
  readonly review?:
    | {
        readonly by: string
        readonly at: string
        readonly reason?: string | undefined
        /** Who wants to see it again. */
        readonly askedBy?: string | undefined
      }
    | undefined
}

/** One proposal with everything a reviewer needs. */
export interface ProposalView extends ProposalSummary {
  /** Markdown. */
  readonly body: string
  readonly branch: string
  /** Tip of the branch, or what was decided on; approve with it to approve just what is shown. */
  readonly commit: string
  /** Unified diff of what approving brings. */
  readonly diff: string
  /** The proposed blueprint's text. */
  readonly text: string
  readonly interface: InterfaceDescription
  /** Other open proposals on the same branch: approving one approves them all. */
  readonly together: readonly { readonly number: number; readonly title: string }[]
  /** What an open update changes for those who use the blueprint, the gravest first. */
  readonly changes: readonly ChangeView[]
  /** Where people's edits and the generator want something different, decided or not. */
  readonly toDecide: readonly ConflictView[]
  /** Where the module declares its variables and outputs. */
  readonly declarations: readonly Declaration[]
}

export interface ConflictView extends Omit<ProposalConflict, 'decision'> {
  readonly decision?:
    { readonly choice: ConflictChoice; readonly by: string; readonly at: string } | undefined
}

export interface ChangeView {
  readonly level: ChangeLevel
  /** One sentence of Markdown. */
  readonly text: string
}

export function toProposalSummary({
  number,
  blueprint,
  kind,
  title,
  source,
  state,
  ...rest
}: Proposal): ProposalSummary {
  return {
    number,
    blueprint,
    kind,
    title,
    source,
    createdAt: rest.createdAt.toISOString(),
    updatedAt: rest.updatedAt.toISOString(),
    status: state.status,
    generatedCommit: rest.generatedCommit,
    breaking: rest.facts?.breaking ?? 0,
    conflicts: rest.facts?.conflicts ?? 0,
    owners: rest.facts?.owners ?? [],
    pullRequest: rest.pullRequest && { number: rest.pullRequest.number, url: rest.pullRequest.url },
    review:
      state.status === 'open'
        ? undefined
        : {
            by: displayActor(state.by),
            at: state.at.toISOString(),
            reason: 'reason' in state ? state.reason : undefined,
            askedBy: state.status === 'rejected' && state.askedBy ? displayActor(state.askedBy) : undefined,
          },
  }
}

export interface ProposalViewDependencies {
  readonly repository: ReviewRepository
  readonly proposals: Pick<ProposalStore, 'list' | 'readBodies' | 'readDetails' | 'findCodeChanges'>
}

/** Adds diff and texts, from the branch while it is open and from what was decided on afterwards. */
export async function toProposalView(
  proposal: Proposal,
  { repository, proposals }: ProposalViewDependencies,
): Promise<ProposalView> {
  const commit = await commitOf(proposal, repository)
  const path = `blueprints/${proposal.blueprint}.yaml`
  const [entry] = await repository.readEntries(commit, [path])
  const texts = await repository.readTexts(entry === undefined ? [] : [entry.blobId])
  const text = (entry && texts.get(entry.blobId)) ?? ''
  const { blueprint } = parseBlueprint(path, text)
  const { conflicts, declarations } = await proposals.readDetails(proposal.number)
  return {
    ...toProposalSummary(proposal),
    body: (await proposals.readBodies([proposal.number])).get(proposal.number) ?? '',
    branch: proposal.branch,
    commit,
    diff: await repository.diff(commit),
    text,
    together: await listTogether(proposal, proposals),
    interface:
      blueprint === undefined
        ? { inputs: [], outputs: [], providerSettings: [] }
        : describeInterface(blueprint),
    changes:
      proposal.state.status === 'open' ? await listChanges(proposal, commit, { repository, proposals }) : [],
    toDecide: conflicts.map(toConflictView),
    declarations,
  }
}

async function listTogether(
  { number, branch, state }: Proposal,
  proposals: Pick<ProposalStore, 'list'>,
): Promise<ProposalView['together']> {
  if (state.status !== 'open') return []
  const open = await proposals.list({ status: 'open', branch })
  return open
    .filter((each) => each.number !== number)
    .map((each) => ({ number: each.number, title: each.title }))
}

function toConflictView({ decision, ...conflict }: ProposalConflict): ConflictView {
  if (decision === undefined) return conflict
  const { choice, by, at } = decision
  return { ...conflict, decision: { choice, by: displayActor(by), at: at.toISOString() } }
}

async function listChanges(
  proposal: Proposal,
  commit: string,
  dependencies: ReviewDependencies,
): Promise<readonly ChangeView[]> {
  const changes = await reviewChanges(proposal, commit, dependencies)
  return changes.map((change) => ({ level: change.level, text: describeChange(change, markdownQuote) }))
}

async function commitOf(
  { state, branch, generatedCommit }: Proposal,
  repository: ReviewRepository,
): Promise<string> {
  if (state.status === 'approved') return state.commit
  if (state.status !== 'open') return generatedCommit
  return (await findTip({ branch, generatedCommit }, repository)) ?? generatedCommit
}
