import type { CommitAuthor, ReviewRepository } from '@groundplan/scm'
import { changesBetween, readTextsAt, sameTexts, writtenTexts, type FileTexts } from './file-texts.ts'
import type { ProposalDraft } from './plan-proposal.ts'
import type { Proposal } from './proposal.ts'

/** Who generates. Commits by anybody else are people's. */
export const generator: CommitAuthor = { name: 'Groundplan', email: 'groundplan@localhost' }

export interface BranchTask {
  readonly draft: ProposalDraft
  readonly kind: Proposal['kind']
  readonly branch: string
  /** Tip of the branch, if it is there. */
  readonly tip: string | undefined
  /** What was generated for this blueprint before, whatever became of it. */
  readonly generatedCommit: string | undefined
  /** The default branch's commit. */
  readonly head: string
  /** First line of the commit. */
  readonly title: string
  readonly date: Date
}

export interface WrittenBranch {
  /** The commit with what was generated and nothing else. */
  readonly generatedCommit: string
  /** The files on the default branch. */
  readonly published: FileTexts
  /** The files on the branch. */
  readonly proposed: FileTexts
  /** What the draft and people's edits both want, in Markdown. */
  readonly conflicts: readonly string[]
}

/**
 * Writes a draft to its branch, merged with what people made of the blueprint, on the default branch and on the branch itself.
 *
 * The commit with the draft stands on the one generated before, so that what was generated is a line of its own. Where people
 * have edited, a second commit on top merges that line into theirs. Throws ConflictError if the branch moved meanwhile.
 */
export async function writeBranch(task: BranchTask, repository: ReviewRepository): Promise<WrittenBranch> {
  const { draft, branch, tip, head, title, date } = task
  const generated = writtenTexts(draft.changes)
  const paths = [...generated.keys()]
  const published = await readTextsAt(head, paths, repository)
  const base = await findBase(task, repository)
  const merged = await mergeEdits(task, { generated, published, base }, repository)
  const lineage = tip === undefined || task.generatedCommit === undefined ? base : task.generatedCommit
  const message = `${title}\n\nFrom ${draft.source.store}, ${draft.source.path} at ${draft.source.commit}.\n`
  const commit = { parent: lineage ?? head, changes: draft.changes, message, author: generator, date }
  const result = { published, proposed: merged.texts, conflicts: merged.conflicts }
  if (merged.onto === undefined)
    return { ...result, generatedCommit: await repository.pushBranch({ ...commit, branch, expected: tip }) }
  const generatedCommit = await repository.writeCommit(commit)
  await repository.pushBranch({
    branch,
    expected: tip,
    parent: merged.onto,
    merged: generatedCommit,
    changes: changesBetween(await readTextsAt(merged.onto, paths, repository), merged.texts),
    message: `${title}\n\nWith what people changed in the blueprint.\n`,
    author: generator,
    date,
  })
  return { ...result, generatedCommit }
}

/** The last generated commit that the default branch has: what its edits are edits of. */
async function findBase(
  { draft, kind, generatedCommit }: BranchTask,
  repository: ReviewRepository,
): Promise<string | undefined> {
  if (kind === 'new') return undefined
  const base = generatedCommit && (await repository.findBase(generatedCommit))
  if (base) return base
  // Nobody remembers, but git does.
  const [path = ''] = writtenTexts(draft.changes).keys()
  return repository.findChange({ path, committer: generator })
}

interface Merged {
  readonly texts: FileTexts
  readonly conflicts: readonly string[]
  /** The commit that the merge stands on; absent if there is nothing to merge. */
  readonly onto: string | undefined
}

async function mergeEdits(
  { draft, tip, head, generatedCommit }: BranchTask,
  { generated, published, base }: { generated: FileTexts; published: FileTexts; base: string | undefined },
  repository: ReviewRepository,
): Promise<Merged> {
  const paths = [...generated.keys()]
  let merged: Merged = { texts: generated, conflicts: [], onto: undefined }
  if (base !== undefined) {
    const before = await readTextsAt(base, paths, repository)
    if (before.size > 0 && !sameTexts(before, published))
      merged = { ...draft.merge({ base: before, edited: published, generated }), onto: head }
  }
  const own =
    tip && ((await repository.findOnBranch({ commit: tip, committer: generator })) ?? generatedCommit)
  if (!tip || !own || own === tip) return merged
  const before = await readTextsAt(own, paths, repository)
  const edited = await readTextsAt(tip, paths, repository)
  const onBranch = draft.merge({ base: before, edited, generated: merged.texts })
  return { ...onBranch, conflicts: [...merged.conflicts, ...onBranch.conflicts], onto: tip }
}
