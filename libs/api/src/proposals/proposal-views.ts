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
  type Proposal,
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
  /** What an open update changes for those who use the blueprint, the gravest first. */
  readonly changes: readonly ChangeView[]
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
  readonly proposals: Pick<ProposalStore, 'readBodies'>
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
  return {
    ...toProposalSummary(proposal),
    body: (await proposals.readBodies([proposal.number])).get(proposal.number) ?? '',
    branch: proposal.branch,
    commit,
    diff: await repository.diff(commit),
    text,
    interface: blueprint === undefined ? { inputs: [], outputs: [] } : describeInterface(blueprint),
    changes: proposal.state.status === 'open' ? await listChanges(proposal, commit, repository) : [],
  }
}

async function listChanges(
  proposal: Proposal,
  commit: string,
  repository: ReviewRepository,
): Promise<readonly ChangeView[]> {
  const changes = await reviewChanges(proposal, commit, repository)
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
