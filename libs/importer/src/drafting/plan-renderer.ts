import type {
  DraftRenderer,
  MergedTexts,
  ProposalDraft,
  ReviewedTexts,
  ThreeVersions,
} from '@groundplan/proposal'
import type { BlueprintDrafter, DraftSubject } from './blueprint-drafter.ts'
import { PlannedSubjects, type DraftOrigin, type PlannedSettings } from './draft-origin.ts'

/** The part of a draft that a plan stores for rendering. */
export interface PlannedTexts {
  /** The inputs of the blueprint and its README. */
  readonly subject: DraftOrigin
  /** The body of a proposal that brings the blueprint for the first time, as it was generated. */
  readonly newBody: string
}

/** Merges and describes the drafts of one plan with the drafter that wrote them. */
export class PlanRenderer implements DraftRenderer {
  readonly #subjects: PlannedSubjects
  readonly #drafter: BlueprintDrafter
  readonly #signal: AbortSignal
  readonly #found = new WeakMap<ProposalDraft, DraftSubject>()

  constructor(settings: PlannedSettings, drafter: BlueprintDrafter, signal: AbortSignal) {
    this.#subjects = new PlannedSubjects(settings)
    this.#drafter = drafter
    this.#signal = signal
  }

  async merge(draft: ProposalDraft, versions: ThreeVersions): Promise<MergedTexts> {
    return this.#drafter.merge(this.#subjectOf(draft), versions, this.#signal)
  }

  async describe(draft: ProposalDraft, review: ReviewedTexts): Promise<string> {
    if (isAsGenerated(draft, review)) return plannedTexts(draft).newBody
    return this.#drafter.writeBody(this.#subjectOf(draft), review, this.#signal)
  }

  #subjectOf(draft: ProposalDraft): DraftSubject {
    const subject = this.#found.get(draft) ?? this.#subjects.subjectOf(plannedTexts(draft).subject)
    this.#found.set(draft, subject)
    return subject
  }
}

/** Plans are trusted: only `draftBlueprint` writes this data. */
function plannedTexts({ origin }: ProposalDraft): PlannedTexts {
  return origin as PlannedTexts
}

function isAsGenerated(
  { changes }: ProposalDraft,
  { kind, published, proposed, conflicts }: ReviewedTexts,
): boolean {
  return (
    kind === 'new' &&
    published.size + conflicts.length === 0 &&
    changes.every((change) => change.kind === 'write' && proposed.get(change.path) === change.content)
  )
}
