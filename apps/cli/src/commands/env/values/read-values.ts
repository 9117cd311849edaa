import type { JsonObject } from '@groundplan/terraform-type'
import type { SecretInput } from '../../../terminal/read-secret.ts'
import type { ReadValuesOptions } from './read-input-values.ts'
import type { InputFacts } from './to-input-value.ts'

/** As `readInputValues`, which is loaded where there may be something to read: its parsers take longer to load than most commands run. */
export async function readValues(
  options: ReadValuesOptions,
  inputs: readonly InputFacts[],
  input: SecretInput = process,
): Promise<JsonObject> {
  const { readInputValues } = await import('./read-input-values.ts')
  return readInputValues(options, inputs, input)
}
