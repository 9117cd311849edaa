import type { ImportSummary, ImportView } from '@groundplan/api-client'
import type { ImportReport } from './import-report.ts'

export type ImportStatus = ImportSummary['status']

export const statusWords: Readonly<Record<ImportStatus, { readonly label: string; readonly color: string }>> =
  {
    waiting: { label: 'Waiting', color: 'gray' },
    running: { label: 'Running', color: 'ink' },
    finished: { label: 'Finished', color: 'teal' },
    failed: { label: 'Failed', color: 'red' },
    cancelled: { label: 'Cancelled', color: 'gray' },
    interrupted: { label: 'Interrupted', color: 'yellow' },
  }

export interface ImportCounts {
  /** How many repositories and modules failed. */
  readonly failures: number
  /** How many things beside the proposals could not be done. */
  readonly problems: number
}

/** An import's status in words: errors count more than problems. */
export function describeStatus(
  status: ImportStatus,
  { failures, problems }: ImportCounts,
): (typeof statusWords)[ImportStatus] {
  if (status !== 'finished' || failures + problems === 0) return statusWords[status]
  if (failures > 0) return { label: `Finished with ${plural(failures, 'error')}`, color: 'red' }
  return { label: `Done with ${plural(problems, 'problem')}`, color: 'yellow' }
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

/** What went wrong in an import that has finished. */
export function countImport({ state }: Pick<ImportView, 'state'>): ImportCounts {
  if (state.status !== 'finished') return { failures: 0, problems: 0 }
  const { repositories, modules, problems = [] } = state.report
  const failures =
    repositories.filter(({ status }) => status === 'failed').length +
    modules.filter(({ outcome }) => outcome === 'failed').length
  return { failures, problems: problems.length }
}

/** What waits and what was left out, one line for each reason. */
export function describeSetAside({
  waiting = [],
  repositories,
  setAside,
}: Pick<ImportReport, 'waiting' | 'repositories' | 'setAside'>): readonly string[] {
  const { empty = 0, archived = 0 } = setAside ?? {}
  const skipped = repositories.flatMap((each) => (each.status === 'skipped' ? [each] : []))
  // Empty ones are counted below.
  const others = Map.groupBy(
    skipped.filter(({ reason }) => reason !== 'It is empty.'),
    ({ reason }) => reason,
  )
  return [
    ...waiting.map(({ reason, modules, repositories: places }) => {
      const where = places === 1 ? '' : ` in ${places} repositories`
      return `${modules === 1 ? '1 module waits' : `${modules} modules${where} wait`}: ${reason}.`
    }),
    ...[...others].map(([reason, [first, ...rest]]) =>
      rest.length === 0 ? `${first?.name}: ${reason}` : `${rest.length + 1} repositories: ${reason}`,
    ),
    ...(empty === 0 ? [] : [empty === 1 ? '1 repository is empty.' : `${empty} repositories are empty.`]),
    ...(archived === 0
      ? []
      : [
          `${archived === 1 ? '1 archived repository was' : `${archived} archived repositories were`} left out.`,
        ]),
  ]
}

/** True while more can happen in an import. */
export function isUnderWay(status: ImportStatus): boolean {
  return status === 'waiting' || status === 'running'
}

/** What an import was asked to read, on one line. */
export function describeRepositories({ repositories }: Pick<ImportView, 'repositories'>): string {
  const [first, ...others] = repositories
  if (first === undefined) return 'configured repositories'
  const name = shortName(first.address)
  if (others.length === 0) return first.ref === undefined ? name : `${name} at ${first.ref}`
  return `${name} and ${others.length} more`
}

// The last part of an address is what people call the repository.
function shortName(address: string): string {
  const parts = address.replace(/\/+$/, '').split(/[/\\:]/)
  return parts.at(-1)?.replace(/\.git$/, '') || address
}
