import { textLength } from '@groundplan/terraform-type'

/** The keywords that bound the length of texts. */
export const lengthNames = ['minLength', 'maxLength'] as const

/** True if Terraform counts fewer characters than JSON Schema does, because several code points are one for people. */
export function isCountedOtherwise(text: string): boolean {
  return textLength(text) !== [...text].length
}

/** The keywords of a schema of texts that such a text does not keep to. */
export function violatedLengths(schema: unknown, text: string): readonly string[] {
  if (typeof schema !== 'object' || schema === null || !isCountedOtherwise(text)) return []
  const { minLength = 0, maxLength = Infinity } = schema as { minLength?: unknown; maxLength?: unknown }
  const length = textLength(text)
  return lengthNames.filter((name) =>
    name === 'minLength' ? length < Number(minLength) : length > Number(maxLength),
  )
}
