import { matchesGlob } from '@groundplan/change-set'

const inOrder = new Intl.Collator('en', { numeric: true })

/** Branches of a repository. */
export interface BranchNames {
  readonly names: readonly string[]
  readonly defaultBranch: string
}

/**
 * Chooses the branch to read. Uses the first glob that matches any branch; of its matches the default branch, else the last in
 * natural order (`release/10` after `release/9`). `undefined` if none matches.
 */
export function chooseBranch(
  globs: readonly string[],
  { names, defaultBranch }: BranchNames,
): string | undefined {
  for (const glob of globs) {
    const matching = names.filter((name) => matchesGlob(glob, name))
    if (matching.includes(defaultBranch)) return defaultBranch
    const [first, ...others] = matching
    if (first !== undefined) return others.reduce((best, name) => (isAfter(name, best) ? name : best), first)
  }
  return undefined
}

function isAfter(left: string, right: string): boolean {
  const difference = inOrder.compare(left, right)
  return difference === 0 ? left > right : difference > 0
}
