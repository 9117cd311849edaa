import type { Git } from '../git.ts'

/** A commit with its tree; `parents` are none for a root and where a shallow clone ends. */
export interface HistoryCommit {
  readonly id: string
  readonly tree: string
  readonly parents: readonly string[]
}

export interface HistoryPage {
  /** Newest first. */
  readonly commits: ReadonlyMap<string, HistoryCommit>
  /** Tree ids of these commits and of all of their parents. */
  readonly trees: ReadonlyMap<string, string>
}

/** Commits that lead to the given ones, themselves included: at most `count` of them, at least one. */
export async function readHistory(git: Git, ids: readonly string[], count: number): Promise<HistoryPage> {
  const commits = await listCommits(git, ids, `--max-count=${count}`)
  const beyond = new Set<string>()
  for (const { parents } of commits.values())
    for (const parent of parents) if (!commits.has(parent)) beyond.add(parent)
  const others = beyond.size === 0 ? new Map() : await listCommits(git, [...beyond], '--no-walk=unsorted')
  const trees = [...commits.values(), ...others.values()].map(({ id, tree }) => [id, tree] as const)
  return { commits, trees: new Map(trees) }
}

async function listCommits(
  git: Git,
  ids: readonly string[],
  extent: string,
): Promise<ReadonlyMap<string, HistoryCommit>> {
  const input = `${ids.join('\n')}\n`
  const printed = await git.feed(input, 'rev-list', extent, '--format=%H %T %P', '--stdin')
  const commits = new Map<string, HistoryCommit>()
  for (const line of printed.toString('latin1').split('\n')) {
    // Git prints a line `commit <id>` before each; only git 2.33 and later can leave it out.
    if (line === '' || line.startsWith('commit ')) continue
    const [id = '', tree = '', ...parents] = line.trimEnd().split(' ')
    commits.set(id, { id, tree, parents })
  }
  return commits
}
