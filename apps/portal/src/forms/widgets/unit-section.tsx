import { Text } from '@mantine/core'

/** A unit behind the field. The label says it too, for whoever does not see it. */
export function unitSection(unit: string | undefined) {
  if (unit === undefined) return {}
  return {
    rightSection: (
      <Text size="xs" c="dimmed" truncate aria-hidden>
        {unit}
      </Text>
    ),
    rightSectionWidth: `${Math.min(unit.length, 16) + 2}ch`,
    rightSectionPointerEvents: 'none' as const,
  }
}
