import type { BlueprintView } from '@groundplan/api-client'
import { readAnyText } from '@groundplan/blueprint'
import { InputError } from '@groundplan/errors'
import {
  convertValue,
  ExactNumber,
  isJsonList,
  isJsonObject,
  parseType,
  type Json,
  type TerraformType,
} from '@groundplan/terraform-type'

/** One input of a blueprint, as the catalog describes it. */
export type InputFacts = BlueprintView['inputs'][number]

/** What somebody means by a text: the text itself for strings, JSON for other types, either for any type. Throws InputError. */
export function readInputText(text: string, input: Pick<InputFacts, 'name' | 'type'>): Json {
  const type = typeOf(input)
  if (type.kind === 'string') return text
  if (type.kind === 'any') return readAnyText(text).value
  return toInputValue(readAnyText(text).value, input)
}

/** The value in the type of the input, as Terraform converts it. Throws InputError for numbers that would be rounded on their way. */
export function toInputValue(value: Json, input: Pick<InputFacts, 'name' | 'type'>): Json {
  const converted = convertValue(value, typeOf(input))
  if (!holdsExactNumber(converted)) return converted
  throw new InputError(`The value of "${input.name}" has a number of more digits than can be sent.`, {
    hint: 'Use at most 15 digits.',
  })
}

function typeOf({ type }: Pick<InputFacts, 'type'>): TerraformType {
  const parsed = parseType(type)
  return parsed.ok ? parsed.type : { kind: 'any' }
}

function holdsExactNumber(value: Json): boolean {
  if (value instanceof ExactNumber) return true
  if (isJsonList(value)) return value.some(holdsExactNumber)
  return isJsonObject(value) && Object.values(value).some(holdsExactNumber)
}
