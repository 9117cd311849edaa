import { isGenerated, treeTrailer, type CommitFacts } from '@groundplan/scm'
import type { Git } from './git.ts'

/** How many of the newest changes of a file are looked at for a generated one. */
const fileHistory = 1000

/** The newest generated commit of a range, merges apart. */
export async function findGenerated(git: Git, ...range: readonly string[]): Promise<string | undefined> {
  const commits = await readCommitFacts(git, '--no-merges', `--max-count=${fileHistory}`, ...range)
  return commits.find((commit) => commit.isGenerated)?.commit
}

/** What `git log` with these arguments tells of each commit, in its order. */
export async function readCommitFacts(git: Git, ...args: readonly string[]): Promise<readonly CommitFacts[]> {
  const trailer = `%(trailers:key=${treeTrailer},valueonly,separator=%x20)`
  const format = ['%H', '%P', '%T', '%an', '%ae', '%cn', '%ce', trailer].join('%x1f')
  const printed = await git.run('log', '-z', `--format=${format}`, ...args)
  return printed.split('\0').flatMap((line) => (line.trim() === '' ? [] : [toFacts(line.trim())]))
}

/** A line of the log, in the order of its format. */
function toFacts(line: string): CommitFacts {
  const [commit = '', parents = '', tree = '', name = '', email = '', cName = '', cEmail = '', marks = ''] =
    line.split('\x1f')
  const evidence = {
    author: { name, email },
    committer: { name: cName, email: cEmail },
    tree,
    markedTrees: marks.split(/\s+/).filter((mark) => mark !== ''),
  }
  return { commit, parents: parents.split(' '), isGenerated: isGenerated(evidence) }
}
