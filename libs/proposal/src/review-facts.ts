import { diffWithCode, parseBlueprint, type CodeComparisons } from '@groundplan/blueprint'
import { blueprintPaths, type FileTexts } from './file-texts.ts'
import { countUndecided, type ProposalConflict } from './proposal-conflict.ts'
import type { ReviewFacts } from './proposal.ts'

export interface ReviewedProposal {
  readonly blueprint: string
  /** The files on the default branch, and as proposed. */
  readonly published: FileTexts
  readonly proposed: FileTexts
  readonly conflicts: readonly ProposalConflict[]
}

/** What lists show of a proposal. What cannot be read counts as nothing: the catalog does not take it either. */
export async function toReviewFacts(
  { blueprint, published, proposed, conflicts }: ReviewedProposal,
  comparisons: CodeComparisons,
): Promise<ReviewFacts> {
  const path = blueprintPaths(blueprint).blueprint
  const [before, after] = [published, proposed].map((texts) => {
    const text = texts.get(path)
    return text === undefined ? undefined : parseBlueprint(path, text).blueprint
  })
  const changes =
    before === undefined || after === undefined ? [] : await diffWithCode(before, after, comparisons)
  const isRemoved = before !== undefined && !proposed.has(path)
  return {
    breaking: isRemoved ? 1 : changes.filter(({ level }) => level === 'breaking').length,
    conflicts: countUndecided(conflicts),
    owners: after?.metadata?.owners ?? [],
  }
}

/**
 * Conflicts as they are found now, with earlier decisions to keep the edits where both sides still want the same. Where the generated
 * side was taken, a conflict that is found again has the edits again.
 */
export function keepDecisions(
  found: readonly ProposalConflict[],
  known: readonly ProposalConflict[],
): readonly ProposalConflict[] {
  return found.map((conflict) => {
    const before = known.find(({ id }) => id === conflict.id)
    const isSame = before?.edited === conflict.edited && before?.generated === conflict.generated
    return before?.decision?.choice === 'edited' && isSame
      ? { ...conflict, decision: before.decision }
      : conflict
  })
}
