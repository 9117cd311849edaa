import { remember } from './remember.ts'
import { runGit } from './run-git.ts'

export interface Comparison {
  readonly commits: number
  readonly additions: number
  readonly deletions: number
  readonly changedFiles: number
}

/** What a branch brings since it left its base; both are commits. */
export const compareCommits = remember(async (directory, base = '', head = ''): Promise<Comparison> => {
  const commits = Number(await runGit(directory, ['rev-list', '--count', `${base}..${head}`]))
  const stat = await runGit(directory, ['diff', '--shortstat', '--merge-base', base, head])
  const count = (pattern: RegExp) => Number(pattern.exec(stat)?.[1] ?? 0)
  return {
    commits,
    additions: count(/(\d+) insertion/),
    deletions: count(/(\d+) deletion/),
    changedFiles: count(/(\d+) file/),
  }
})
