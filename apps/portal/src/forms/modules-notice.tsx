import { visibleText } from '@groundplan/errors'
import { Text } from '@mantine/core'
import type { ValueFindings } from './to-value-errors.ts'

/** Says that the rules of the modules were not all checked. */
export function ModulesNotice({ findings }: { readonly findings: ValueFindings }) {
  const { unavailable } = findings
  if (unavailable === undefined) return null
  return (
    <Text mt="md" size="sm" c="dimmed" role="status">
      Some rules are only checked when the plan is made. {visibleText(unavailable, { lines: false })}
    </Text>
  )
}
