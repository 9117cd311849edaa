import { Badge } from '@mantine/core'
import { statusWords, type ImportStatus } from './import-words.ts'

export function ImportStatusBadge({ status }: { readonly status: ImportStatus }) {
  const { label, color } = statusWords[status]
  return <Badge color={color}>{label}</Badge>
}
