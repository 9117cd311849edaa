import type { ApiClient, EnvironmentView } from '@groundplan/api-client'
import { InputError } from '@groundplan/errors'
import type { JsonObject } from '@groundplan/terraform-type'
import type { SecretInput } from '../../../terminal/read-secret.ts'
import { findBlueprintOf } from '../find-blueprint.ts'
import { readValues } from './read-values.ts'
import type { InputFacts } from './to-input-value.ts'

/**
 * The values of ephemeral inputs for a run of an environment: those that are named and, at a terminal, those that it needs. Throws
 * InputError if one that it needs is missing.
 */
export async function readEphemeral(
  client: ApiClient,
  environment: EnvironmentView,
  ephemeral: readonly string[] = [],
  input: SecretInput = process,
): Promise<{ readonly ephemeral?: JsonObject }> {
  const blueprint = await findBlueprintOf(client, environment)
  const inputs = blueprint?.inputs.filter((each) => each.ephemeral) ?? ephemeral.map(unknownInput)
  if (inputs.length + ephemeral.length === 0) return {}
  const values = await readValues({ ephemeral }, inputs, input)
  const missing = inputs.filter(({ name, required }) => required && !Object.hasOwn(values, name))
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name)
    throw new InputError(`Each run needs a value of: ${names.join(', ')}.`, {
      hint: `Add ${names.map((name) => `--ephemeral ${name}`).join(' ')} to enter, pipe or read it from a file.`,
    })
  }
  return Object.keys(values).length === 0 ? {} : { ephemeral: values }
}

/** Where the blueprint cannot be looked at, the server checks the name. */
function unknownInput(option: string): InputFacts {
  const [name = ''] = option.split('=')
  return { name, type: 'string', required: true, sensitive: true, ephemeral: true }
}
