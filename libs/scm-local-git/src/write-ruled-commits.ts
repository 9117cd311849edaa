import {
  applyCommitRules,
  generator,
  markGenerated,
  type CommitRules,
  type NewCommit,
  type RuledCommit,
} from '@groundplan/scm'
import { writeTrees, writeUnreferencedCommits, type FastImportCommit } from './fast-import.ts'
import { createGit, type Git } from './git.ts'
import { withSigning, type Signing } from './signing/with-signing.ts'

/** A new commit; the first of a repository has no parent. */
export type UnwrittenCommit = Omit<NewCommit, 'parent'> & { readonly parent: string | undefined }

export interface WriteOptions {
  readonly git: Git
  /** The bare repository that `git` works in. */
  readonly directory: string
  readonly rules: CommitRules
}

/**
 * Creates unreferenced commits by the rules: with their identity, message and signature. Those by the generator name their tree, so
 * that they are recognised later. Returns their IDs in the same order.
 */
export async function writeRuledCommits(
  commits: readonly UnwrittenCommit[],
  { git, directory, rules }: WriteOptions,
): Promise<readonly string[]> {
  if (commits.length === 0) return []
  const trees = await writeTrees(git, commits)
  const ruled = commits.map((commit, index) => {
    const tree = trees[index] ?? ''
    const { author, committer, message } = applyCommitRules(commit, rules)
    const isOurs = commit.author.email === generator.email
    const { parent, merged, date } = commit
    const marked = isOurs ? markGenerated(message, tree) : message
    return { author, committer, message: marked, parent, merged, date, tree }
  })
  const key = rules.signingKey
  if (key === undefined) return writeUnreferencedCommits(git, ruled.map(toFastImport))
  return withSigning(key, async (signing) => {
    const ids: string[] = []
    for (const commit of ruled) ids.push(await commitTree(commit, { directory, signing }))
    return ids
  })
}

export interface TreeCommit extends RuledCommit {
  readonly tree: string
  readonly parent: string | undefined
  /** Second parent. */
  readonly merged?: string | undefined
  readonly date: Date
}

function toFastImport({ tree, ...commit }: TreeCommit): Omit<FastImportCommit, 'ref'> {
  return { ...commit, tree, changes: [] }
}

/** Creates one commit of a tree that is there, signed if `signing` says how. Returns its ID. */
export async function commitTree(
  { tree, parent, merged, author, committer, message, date }: TreeCommit,
  { directory, signing }: { readonly directory: string; readonly signing: Signing | undefined },
): Promise<string> {
  const stamp = `${Math.floor(date.getTime() / 1000)} +0000`
  const environment = {
    ...signing?.environment,
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: stamp,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: stamp,
  }
  const git = createGit({ directory, isRepository: true, subject: directory, environment })
  const parents = [parent, merged].flatMap((id) => (id === undefined ? [] : ['-p', id]))
  const sign = signing === undefined ? [] : ['-S']
  const args = [...(signing?.settings ?? []), 'commit-tree', ...sign, ...parents, tree]
  return (await git.feed(message, ...args)).toString('utf8').trim()
}
