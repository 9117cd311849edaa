import type { ImportReport, SetAside } from './import-report.ts'
import { emptyReason } from './scan/leave-out.ts'

/** Counts the repositories for which nothing was proposed for now; `undefined` if there are none. */
export function countSetAside(
  { repositories, modules }: Pick<ImportReport, 'repositories' | 'modules'>,
  archived: number,
): SetAside | undefined {
  const empty = repositories.filter((each) => each.status === 'skipped' && each.reason === emptyReason).length
  const waiting = new Set(
    modules.flatMap(({ outcome, repository }) => (outcome === 'waiting' ? [repository] : [])),
  ).size
  return archived + empty + waiting === 0 ? undefined : { archived, empty, waiting }
}
