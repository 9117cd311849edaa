import type { ImportSummary, ImportView } from '@groundplan/api-client'

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

/** An import's status in words, with how many repositories and modules failed in it. */
export function describeStatus(status: ImportStatus, failures: number): (typeof statusWords)[ImportStatus] {
  if (status !== 'finished' || failures === 0) return statusWords[status]
  return {
    label: failures === 1 ? 'Finished with 1 error' : `Finished with ${failures} errors`,
    color: 'red',
  }
}

/** How many repositories and modules failed in an import. */
export function countFailures({ state }: Pick<ImportView, 'state'>): number {
  if (state.status !== 'finished') return 0
  const { repositories, modules } = state.report
  return (
    repositories.filter(({ status }) => status === 'failed').length +
    modules.filter(({ outcome }) => outcome === 'failed').length
  )
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
