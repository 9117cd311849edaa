import { matchesGlob } from '@groundplan/change-set'
import type { RepositorySelection } from '../configuration.ts'

/** Branches of a repository. */
export interface RepositoryBranches {
  readonly names: readonly string[]
  readonly defaultBranch: string
}

/** The branches that a selection reads, the default branch first, then by name. None if it reads tags. */
export function selectRefs(
  { refs, tags }: Pick<RepositorySelection, 'refs' | 'tags'>,
  { names, defaultBranch }: RepositoryBranches,
): readonly string[] {
  if (tags !== undefined) return []
  if (refs === undefined) return [defaultBranch]
  const selected = [...new Set(names)].filter((name) => refs.some((glob) => matchesGlob(glob, name)))
  const rank = (name: string) => (name === defaultBranch ? 0 : 1)
  return selected.sort((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1))
}

/** True if a selection takes the module in this directory; `.` is the root. */
export function selectsPath({ paths }: Pick<RepositorySelection, 'paths'>, path: string): boolean {
  const matches = (glob: string) => matchesGlob(glob, path)
  return paths.include.some(matches) && !paths.exclude.some(matches)
}
