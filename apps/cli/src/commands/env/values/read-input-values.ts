import { didYouMean } from '@groundplan/blueprint'
import { InputError, printPosition } from '@groundplan/errors'
import type { Json, JsonObject } from '@groundplan/terraform-type'
import type { SecretInput } from '../../../terminal/read-secret.ts'
import { parseSecretOption, readSecrets } from './read-secret-options.ts'
import { readValuesFile } from './read-values-file.ts'
import { readInputText, toInputValue, type InputFacts } from './to-input-value.ts'
import type { ValueOptions } from './value-options.ts'

export interface ReadValuesOptions extends ValueOptions {
  /** Inputs that have a value already, so that nobody has to be asked. */
  readonly given?: readonly string[] | undefined
}

/**
 * The values that the options give: of files in their order, then of `--set`, `--unset` (null) and secrets. At a terminal it asks for
 * required secrets that are missing. Throws InputError, and CancelledError after Ctrl-C.
 */
export async function readInputValues(
  { values: files = [], set = [], unset = [], secret = [], ephemeral = [], given = [] }: ReadValuesOptions,
  inputs: readonly InputFacts[],
  input: SecretInput = process,
): Promise<JsonObject> {
  const find = (name: string, place?: string) => findInput(name, inputs, place)
  const values: Record<string, Json> = {}
  for (const file of files) {
    for (const { name, value, position } of await readValuesFile(file))
      values[name] = toInputValue(value, find(name, printPosition(position)))
  }
  for (const option of set) {
    const [name, text] = splitSetting(option)
    values[name] = readInputText(text, requireOpen(find(name)))
  }
  for (const name of unset) values[find(name).name] = null
  const named = [
    ...secret.map((text) => parseSecretOption('--secret', text)),
    ...ephemeral.map((text) => parseSecretOption('--ephemeral', text)),
  ]
  const known = new Set([...Object.keys(values), ...given, ...named.map(({ name }) => name)])
  const missing = input.stdin.isTTY === true ? inputs.filter((each) => isAskedFor(each, known)) : []
  return {
    ...values,
    ...(await readSecrets([...named, ...missing.map(({ name }) => ({ name }))], find, input)),
  }
}

function isAskedFor(
  { name, required, sensitive, ephemeral }: InputFacts,
  known: ReadonlySet<string>,
): boolean {
  return required && (sensitive || ephemeral) && !known.has(name)
}

function splitSetting(option: string): readonly [name: string, text: string] {
  const place = option.indexOf('=')
  if (place > 0) return [option.slice(0, place), option.slice(place + 1)]
  throw new InputError('A value of --set has no name.', { hint: 'Use --set input=value.' })
}

function findInput(name: string, inputs: readonly InputFacts[], place?: string): InputFacts {
  const found = inputs.find((input) => input.name === name)
  if (found !== undefined) return found
  const where = place === undefined ? '' : `${place}: `
  const names = inputs.map((input) => input.name)
  throw new InputError(`${where}The blueprint has no input "${name}" that can be set.`, {
    hint: didYouMean(name, names) ?? `It has: ${names.join(', ') || 'none'}.`,
  })
}

/** Throws InputError for a secret: command lines are seen by others, and kept in histories. */
function requireOpen(input: InputFacts): InputFacts {
  const option = input.ephemeral ? '--ephemeral' : '--secret'
  if (!input.ephemeral && !input.sensitive) return input
  throw new InputError(`The input "${input.name}" is a secret, which must not be on the command line.`, {
    hint: `Use ${option} ${input.name}.`,
  })
}
