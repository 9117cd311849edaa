import { matchesGlob } from '@groundplan/change-set'
import type { RepositorySelection } from '../configuration.ts'

/** True if a selection includes the module in this directory; `.` is the root. */
export function selectsPath({ paths }: Pick<RepositorySelection, 'paths'>, path: string): boolean {
  const matches = (glob: string) => matchesGlob(glob, path)
  return paths.include.some(matches) && !paths.exclude.some(matches)
}
