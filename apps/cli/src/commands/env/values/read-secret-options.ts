import { InputError } from '@groundplan/errors'
import type { Json, JsonObject } from '@groundplan/terraform-type'
import { readSecret, type SecretInput } from '../../../terminal/read-secret.ts'
import { readInputText, type InputFacts } from './to-input-value.ts'

export interface SecretOption {
  readonly name: string
  /** Where the value is; otherwise it is asked for, or read from standard input. */
  readonly file?: string | undefined
}

/** Parses `name` or `name=@file`. Throws InputError for a value, which is not shown again. */
export function parseSecretOption(option: '--secret' | '--ephemeral', text: string): SecretOption {
  const place = text.indexOf('=')
  if (place === -1) return { name: text }
  const [name, rest] = [text.slice(0, place), text.slice(place + 1)]
  if (rest.startsWith('@') && rest.length > 1) return { name, file: rest.slice(1) }
  throw new InputError(`The value of "${name}" must not be on the command line, where others can see it.`, {
    hint: `Use ${option} ${name} to enter or pipe the value, or ${option} ${name}=@FILE.`,
  })
}

/** Reads the values of secret inputs, one after the other. Throws InputError, and CancelledError after Ctrl-C. */
export async function readSecrets(
  options: readonly SecretOption[],
  findInput: (name: string) => InputFacts,
  input: SecretInput = process,
): Promise<JsonObject> {
  const open = options.filter(({ file }) => file === undefined).map(({ name }) => name)
  if (open.length > 1 && input.stdin.isTTY !== true) {
    throw new InputError(
      `Standard input holds one value, but ${open.length} are wanted: ${open.join(', ')}.`,
      {
        hint: 'Read the others from files with name=@FILE.',
      },
    )
  }
  const values: Record<string, Json> = {}
  for (const { name, file } of options) {
    const facts = findInput(name)
    values[name] = readInputText(await readSecret({ file, question: `Value of ${name}` }, input), facts)
  }
  return values
}
