import { Text } from '@mantine/core'

/** A field of a kind that forms do not have. The library's own shows its schema as Markdown, with pictures. */
export function UnsupportedFieldTemplate() {
  return (
    <Text size="sm" c="dimmed">
      This form can’t show this field.
    </Text>
  )
}
