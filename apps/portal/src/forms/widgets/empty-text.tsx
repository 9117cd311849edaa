import { CloseButton } from '@mantine/core'
import type { WidgetProps } from '@rjsf/utils'

type TextProps = Pick<WidgetProps, 'schema' | 'options' | 'value' | 'onChange' | 'disabled' | 'readonly'>

/** What a text field gives for what was typed: nothing for no characters, unless those are a text too. */
export function typedText(text: string, { options }: Pick<TextProps, 'options'>): unknown {
  return text === '' ? options.emptyValue : text
}

/**
 * Where an empty text and no text are not the same, an empty field says which it is, and a button takes a text away that may be
 * left out.
 */
export function emptyTextProps({ schema, options, value, onChange, disabled, readonly }: TextProps) {
  if (options.emptyValue !== '') return {}
  const isOptional =
    Array.isArray(schema.type) && schema.type.includes('null') && schema.default === undefined
  if (value === '') return { placeholder: 'Empty text', ...(isOptional ? leaveOut() : {}) }
  if (!isOptional) return {}
  return value === undefined || value === null ? { placeholder: 'Left out' } : leaveOut()

  function leaveOut() {
    const locked = disabled === true || readonly === true
    return {
      rightSection: (
        <CloseButton
          size="sm"
          aria-label="Leave out"
          title="Leave out"
          disabled={locked}
          onClick={() => onChange(undefined)}
        />
      ),
    }
  }
}
