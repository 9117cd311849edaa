import { Badge } from '@mantine/core'
import { describeStatus, type ImportStatus } from './import-words.ts'

export interface ImportStatusBadgeProps {
  readonly status: ImportStatus
  /** How many repositories and modules failed. */
  readonly failures?: number
}

/** What became of an import. One in which something failed does not look like a success. */
export function ImportStatusBadge({ status, failures = 0 }: ImportStatusBadgeProps) {
  const { label, color } = describeStatus(status, failures)
  return <Badge color={color}>{label}</Badge>
}
