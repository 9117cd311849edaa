import { Badge } from '@mantine/core'
import { describeStatus, type ImportCounts, type ImportStatus } from './import-words.ts'

export interface ImportStatusBadgeProps {
  readonly status: ImportStatus
  readonly counts?: ImportCounts
}

/** What became of an import. One in which something failed, or was not done, does not look like a success. */
export function ImportStatusBadge({ status, counts = noCounts }: ImportStatusBadgeProps) {
  const { label, color } = describeStatus(status, counts)
  return <Badge color={color}>{label}</Badge>
}

const noCounts: ImportCounts = { failures: 0, problems: 0 }
