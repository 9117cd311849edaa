import type { BlueprintChange } from '@groundplan/blueprint'
import { generator, type NewCommit, type ReviewRepository } from '@groundplan/scm'
import { changeSubject } from './change-subject.ts'
import { diffTexts } from './diff-texts.ts'
import { blueprintPaths, readTextsAt, writtenTexts, type FileTexts } from './file-texts.ts'
import { titleOf } from './plan-proposal.ts'
import { describeCommit, printCommitText } from './texts/describe-commit.ts'
import type { BranchPart, BranchTask } from './write-branch.ts'

/** A part of a branch with what is told of it. */
export interface DescribedPart {
  readonly part: Pick<BranchPart, 'draft' | 'kind'>
  readonly changes: readonly BlueprintChange[]
  readonly isRenewed: boolean
}

/** Compares what is generated now with what was generated before or, if the branch is new, with what is published. */
export async function describeParts(
  parts: readonly Pick<DescribedPart, 'part'>[],
  { head, generated }: { readonly head: string; readonly generated: string | undefined },
  repository: ReviewRepository,
): Promise<readonly DescribedPart[]> {
  const paths = parts.map(({ part }) => blueprintPaths(part.draft.blueprint).blueprint)
  const before = generated === undefined ? undefined : await readTextsAt(generated, paths, repository)
  const published = await readTextsAt(head, paths, repository)
  return parts.map(({ part }, index) => {
    const path = paths[index] ?? ''
    const own = before?.get(path)
    // Where the branch has people's version of the default branch, that is no version of its own.
    const isRenewed = own !== undefined && own !== published.get(path)
    const from = own ?? (part.kind === 'update' ? published.get(path) : undefined)
    const changes = diffTexts(path, from, writtenTexts(part.draft.changes).get(path))
    return { part, changes, isRenewed }
  })
}

/** What is dropped is as on the default branch (`kept`) from then on; what is abandoned is no longer there. */
export function generatedCommitOf(
  task: DescribedTask & Pick<BranchTask, 'date' | 'dropped'> & { readonly abandoned?: readonly string[] },
  kept: FileTexts,
  parent: string,
): NewCommit {
  const { date, dropped, abandoned = [], parts } = task
  return {
    parent,
    changes: [
      ...parts.flatMap(({ part }) => part.draft.changes),
      ...dropped.map((path) => {
        const content = kept.get(path)
        return content === undefined
          ? ({ kind: 'delete', path } as const)
          : ({ kind: 'write', path, content } as const)
      }),
      ...abandoned.map((path) => ({ kind: 'delete', path }) as const),
    ],
    message: messageOf(task, { keepsEdits: false }),
    author: generator,
    about: changeSubject(
      'proposal',
      parts.map(({ part }) => part.draft),
    ),
    date,
  }
}

export interface DescribedTask extends Pick<BranchTask, 'removed'> {
  readonly parts: readonly DescribedPart[]
}

/** The message of a commit with what was generated, and of one that merges it with people's edits. */
export function messageOf(
  { parts, removed }: DescribedTask,
  { keepsEdits }: { keepsEdits: boolean },
): string {
  const told = parts.map(({ part: { draft, kind }, changes, isRenewed }) => ({
    ...{ blueprint: draft.blueprint, kind, source: draft.source, changes, isRenewed },
    title: titleOf(draft, isRenewed && kind === 'new' ? 'update' : kind),
  }))
  return printCommitText(describeCommit({ parts: told, removed, keepsEdits }))
}
