import type { ApiClient, EnvironmentView } from '@groundplan/api-client'
import { InputError } from '@groundplan/errors'
import type { JsonObject } from '@groundplan/terraform-type'
import type { SecretInput } from '../../../terminal/read-secret.ts'
import { findBlueprint } from '../find-blueprint.ts'
import { readValues } from './read-values.ts'
import type { InputFacts } from './to-input-value.ts'

interface EphemeralOptions {
  /** As the command line has them. */
  readonly ephemeral?: readonly string[] | undefined
  /** Inputs that need a value; those that the blueprint requires if absent. */
  readonly needed?: readonly string[] | undefined
}

/**
 * The values of ephemeral inputs for a run of a blueprint version: those that are named and, at a terminal, those that it needs. Throws
 * InputError if one that it needs is missing.
 */
export async function readEphemeral(
  client: ApiClient,
  { blueprint: version }: Pick<EnvironmentView, 'blueprint'>,
  { ephemeral = [], needed }: EphemeralOptions,
  input: SecretInput = process,
): Promise<{ readonly ephemeral?: JsonObject }> {
  const blueprint = await findBlueprint(client, version)
  const known =
    blueprint?.inputs.filter((each) => each.ephemeral) ??
    [...new Set([...ephemeral.map(nameOf), ...(needed ?? [])])].map(unknownInput)
  const inputs = known.map((each) => ({ ...each, required: needed?.includes(each.name) ?? each.required }))
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

function nameOf(option: string): string {
  return option.split('=')[0] ?? ''
}

/** Where the blueprint cannot be looked at, the server checks the name. */
function unknownInput(name: string): InputFacts {
  return { name, type: 'string', required: true, sensitive: true, ephemeral: true }
}
