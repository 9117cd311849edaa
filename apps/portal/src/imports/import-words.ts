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

/** True while more can happen in an import. */
export function isUnderWay(status: ImportStatus): boolean {
  return status === 'waiting' || status === 'running'
}

/** What an import was asked to read, on one line. */
export function describeRepositories({ repositories }: Pick<ImportView, 'repositories'>): string {
  const [first, ...others] = repositories
  if (first === undefined) return 'what is configured'
  const name = shortName(first.address)
  if (others.length === 0) return first.ref === undefined ? name : `${name} at ${first.ref}`
  return `${name} and ${others.length} more`
}

// The last part of an address is what people call the repository.
function shortName(address: string): string {
  const parts = address.replace(/\/+$/, '').split(/[/\\:]/)
  return parts.at(-1)?.replace(/\.git$/, '') || address
}
