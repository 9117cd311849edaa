import { generator, type NewCommit, type ReviewRepository } from '@groundplan/scm'
import {
  blueprintPaths,
  changedPaths,
  changesBetween,
  pickTexts,
  readTextsAt,
  sameTexts,
  writtenTexts,
  type FileTexts,
} from './file-texts.ts'
import { changeSubject } from './change-subject.ts'
import { describeParts, generatedCommitOf, messageOf } from './generated-commit.ts'
import { readBranch, type BranchState } from './read-branch.ts'
import type { DraftRenderer, MergedTexts, ProposalDraft } from './plan-proposal.ts'
import type { ProposalConflict } from './proposal-conflict.ts'
import type { Proposal, ProposalSource } from './proposal.ts'
import { readBothTexts } from './renames/former-texts.ts'

export interface BranchTask {
  readonly branch: string
  /** Tip of the branch, if it is there. */
  readonly tip: string | undefined
  /** The default branch's commit. */
  readonly head: string
  readonly parts: readonly BranchPart[]
  /** Files that the branch carries beside those of the parts. */
  readonly carried: readonly string[]
  /** Files that it is not to bring any more. */
  readonly dropped: readonly string[]
  /** Names of the blueprints that leave the branch. */
  readonly removed: readonly string[]
  readonly date: Date
  /** A commit that was made ahead with the same drafts, in case that the branch is not there yet. */
  readonly prepared?: PreparedCommit | undefined
}

/** A commit that no branch has yet. */
export interface PreparedCommit {
  readonly id: string
  /** What it was made of. */
  readonly commit: NewCommit
}

/** One of the drafts that a branch brings. */
export interface BranchPart {
  readonly draft: ProposalDraft
  readonly kind: Proposal['kind']
  /** What was generated for the blueprint when it was last approved, as far as anybody remembers. */
  readonly approved: string | undefined
  /** The modules that earlier versions were made from, where the blueprint had another name. */
  readonly formerSources?: readonly ProposalSource[] | undefined
}

export interface WrittenBranch {
  /** The commit with what was generated and nothing else. */
  readonly generatedCommit: string
  readonly tip: string
  /** By blueprint. */
  readonly parts: ReadonlyMap<string, WrittenPart>
}

export interface WrittenPart {
  /** The files on the default branch. */
  readonly published: FileTexts
  /** The files on the branch. */
  readonly proposed: FileTexts
  /** What the draft and people's edits both want, in Markdown. */
  readonly conflicts: readonly string[]
  /** Those of them that wait for a reviewer's decision. */
  readonly toDecide: readonly ProposalConflict[]
}

interface RenamingTask extends BranchTask {
  /** Files under names that blueprints had before people renamed them. */
  readonly abandoned: readonly string[]
}

export interface WriteDependencies {
  readonly repository: ReviewRepository
  readonly renderer: DraftRenderer
}

/**
 * Writes drafts to their branch, merged with what people made of the blueprints, on the default branch and on the branch itself.
 *
 * The commit with the drafts stands on the one generated before, so that what was generated is a line of its own. Where people
 * have edited, a second commit on top merges that line into theirs; a branch on which people have worked only grows. A branch
 * that has it all already is left as it is. Throws ConflictError if the branch moved meanwhile.
 */
export async function writeBranch(
  given: BranchTask,
  dependencies: WriteDependencies,
): Promise<WrittenBranch> {
  const { repository } = dependencies
  const state = await readBranch(given.tip, repository)
  const parts = await Promise.all(given.parts.map((part) => mergePart(part, given, state, dependencies)))
  const abandoned = parts.flatMap((part) => part.abandoned)
  const task = { ...given, abandoned }
  const result = {
    parts: new Map(parts.map(({ part, ...written }) => [part.draft.blueprint, written])),
  }
  const kept = await readTextsAt(task.head, task.dropped, repository)
  if (state.generated !== undefined && (await isComplete(task, kept, state.generated, repository)))
    return { ...result, generatedCommit: state.generated, tip: task.tip ?? state.generated }
  const parent = state.generated ?? (await findMergedBase(parts, repository)) ?? task.head
  const described = await describeParts(parts, { head: task.head, generated: state.generated }, repository)
  const commit = generatedCommitOf({ ...task, parts: described }, kept, parent)
  const expected = task.tip ?? 'absent'
  const isPure = !state.hasPeople && (state.generated === undefined || state.generated === task.tip)
  if (isPure && parts.every(({ edited }) => !edited)) {
    const tip = await putCommit(commit, task, repository)
    return { ...result, generatedCommit: tip, tip }
  }
  const [generatedCommit = ''] = await repository.writeCommits([commit])
  const onto = state.hasPeople && task.tip !== undefined ? task.tip : task.head
  const tip = await repository.pushBranch({
    ...{ branch: task.branch, expected, parent: onto, merged: generatedCommit },
    changes: await changesOnto(onto, task, parts, repository),
    message: messageOf({ ...task, parts: described }, { keepsEdits: true }),
    author: generator,
    about: changeSubject(
      'proposal',
      described.map(({ part }) => part.draft),
    ),
    date: task.date,
  })
  return { ...result, generatedCommit, tip }
}

/** Points the branch at a commit with what was generated; it may have been made ahead. */
async function putCommit(
  commit: NewCommit,
  { branch, tip, prepared }: BranchTask,
  repository: ReviewRepository,
): Promise<string> {
  const expected = tip ?? 'absent'
  if (tip !== undefined || prepared === undefined || !isSameCommit(prepared.commit, commit))
    return repository.pushBranch({ ...commit, branch, expected })
  await repository.moveBranch({ branch, commit: prepared.id, expected })
  return prepared.id
}

/** Whether both bring the same; when they were made does not matter. */
function isSameCommit(one: NewCommit, other: NewCommit): boolean {
  const isSame = one.parent === other.parent && one.message === other.message
  return isSame && JSON.stringify(one.changes) === JSON.stringify(other.changes)
}

interface MergedPart extends WrittenPart {
  readonly part: BranchPart
  /** The commit whose content people have edited on the default branch. */
  readonly base: string | undefined
  /** True if people's edits are in what is proposed. */
  readonly edited: boolean
  /** Files under the name that the blueprint had before people renamed it. */
  readonly abandoned: readonly string[]
}

async function mergePart(
  part: BranchPart,
  { head, tip }: BranchTask,
  { generated: before, hasPeople }: BranchState,
  { repository, renderer }: WriteDependencies,
): Promise<MergedPart> {
  const { draft } = part
  const abandoned = new Set<string>()
  const readBoth = async (from: string, to: string) => {
    const both = await readBothTexts(part, { from, to }, repository)
    const former = both.former === undefined ? [] : Object.values(blueprintPaths(both.former))
    for (const path of former) abandoned.add(path)
    return [both.before, both.after] as const
  }
  const generated = writtenTexts(draft.changes)
  const paths = changedPaths(draft.changes)
  const published = await readTextsAt(head, paths, repository)
  // Whatever people made of the blueprint goes with it.
  if (part.kind === 'retirement')
    return {
      part,
      base: undefined,
      edited: false,
      abandoned: [],
      published,
      proposed: new Map(),
      conflicts: [],
      toDecide: [],
    }
  const base = await findBase(part, paths, repository)
  let merged: MergedTexts = { texts: generated, conflicts: [] }
  let edited = false
  if (base !== undefined) {
    const [approved, ours] = await readBoth(base, head)
    // A renamed one is people's work, even with the same text.
    edited = approved.size > 0 && (abandoned.size > 0 || !sameTexts(approved, ours))
    if (edited) merged = await renderer.merge(draft, { base: approved, edited: ours, generated })
  }
  if (hasPeople && tip !== undefined && before !== undefined) {
    const [own, theirs] = await readBoth(before, tip)
    if (own.size > 0 && !sameTexts(own, theirs)) {
      const onBranch = await renderer.merge(draft, { base: own, edited: theirs, generated: merged.texts })
      merged = {
        texts: onBranch.texts,
        conflicts: [...new Set([...merged.conflicts, ...onBranch.conflicts])],
        toDecide: joinConflicts(merged.toDecide, onBranch.toDecide),
      }
    }
  }
  const { texts: proposed, conflicts, toDecide = [] } = merged
  return { part, base, edited, abandoned: [...abandoned], published, proposed, conflicts, toDecide }
}

/** The same place counts once, as the branch has it. */
function joinConflicts(
  onMain: readonly ProposalConflict[] = [],
  onBranch: readonly ProposalConflict[] = [],
): readonly ProposalConflict[] {
  const all = [...onMain, ...onBranch].map((conflict) => [conflict.id, conflict] as const)
  return [...new Map(all).values()]
}

/** What the edits on the default branch are edits of: the last generated commit that was approved. */
async function findBase(
  { kind, approved, draft: { blueprint } }: BranchPart,
  [path = '']: readonly string[],
  repository: ReviewRepository,
): Promise<string | undefined> {
  if (kind === 'new') return undefined
  if (approved !== undefined && (await repository.findBase(approved)) !== undefined) return approved
  // Nobody remembers, but git does.
  return (
    (await repository.findGenerated(path)) ?? repository.findGenerated(blueprintPaths(blueprint).blueprint)
  )
}

/** True if the branch has all of what is generated now, and nothing that is to go. */
async function isComplete(
  { parts, dropped, abandoned }: RenamingTask,
  kept: FileTexts,
  generatedBefore: string,
  repository: ReviewRepository,
): Promise<boolean> {
  const wanted = new Map([...kept, ...parts.flatMap(({ draft }) => [...writtenTexts(draft.changes)])])
  const changed = parts.flatMap(({ draft }) => changedPaths(draft.changes))
  const there = await readTextsAt(
    generatedBefore,
    [...wanted.keys(), ...changed, ...dropped, ...abandoned],
    repository,
  )
  return sameTexts(wanted, there)
}

/**
 * The commit generated before, if all parts have the same and the default branch contains it. After a squash merge it does not: what that
 * commit says of other blueprints would then count as proposed.
 */
async function findMergedBase(
  parts: readonly MergedPart[],
  repository: ReviewRepository,
): Promise<string | undefined> {
  const [first, ...others] = new Set(parts.map(({ base }) => base))
  if (first === undefined || others.length > 0) return undefined
  return (await repository.findBase(first)) === first ? first : undefined
}

/** What turns a commit into one that brings everything: the parts, what else the branch carried, and none of what is dropped. */
async function changesOnto(
  onto: string,
  { tip, head, carried, dropped, abandoned }: RenamingTask,
  parts: readonly MergedPart[],
  repository: ReviewRepository,
) {
  const own = parts.flatMap(({ part }) => changedPaths(part.draft.changes))
  const all = [...own, ...carried, ...dropped, ...abandoned]
  const before = await readTextsAt(onto, all, repository)
  const after = new Map([
    ...(tip === undefined ? [] : await readTextsAt(tip, carried, repository)),
    ...(await readTextsAt(head, dropped, repository)),
    ...parts.flatMap(({ proposed }) => [...proposed]),
  ])
  return changesBetween(pickTexts(before, all), after)
}
