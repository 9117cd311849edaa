import { Badge } from '@mantine/core'
import { statusWords, type RunStatus } from './import-words.ts'

export function RunStatusBadge({ status }: { readonly status: RunStatus }) {
  const { label, color } = statusWords[status]
  return <Badge color={color}>{label}</Badge>
}
