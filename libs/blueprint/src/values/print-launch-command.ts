import { parseType, stringifyJson, type Json } from '@groundplan/terraform-type'
import { printAnyText } from '../form/any-text.ts'
import type { Blueprint } from '../blueprint.ts'
import { openValues, secretNames, type LaunchValues } from './launch-values.ts'

/** The command that launches the same, for a POSIX shell. It asks for secret values. */
export function printLaunchCommand(launch: LaunchValues): string {
  const { name, version, environment, blueprint } = launch
  const secrets = secretNames(launch).map((input) => {
    const isEphemeral = blueprint.inputs?.[input]?.ephemeral === true
    return `--${isEphemeral ? 'ephemeral' : 'secret'} ${quote(input)}`
  })
  return [
    `groundplan env launch ${quote(name)} --version ${version}`,
    ...(environment === undefined ? [] : [`--name ${quote(environment)}`]),
    ...openValues(launch).map(
      ([input, value]) => `--set ${quote(`${input}=${toText(blueprint, input, value)}`)}`,
    ),
    ...secrets,
  ]
    .join(' \\\n  ')
    .concat('\n')
}

/** As `--set` reads it: the text itself where a text is wanted, JSON otherwise. */
function toText({ inputs = {} }: Blueprint, name: string, value: Json): string {
  const parsed = parseType((Object.hasOwn(inputs, name) ? inputs[name]?.type : undefined) ?? 'string')
  const kind = parsed.ok ? parsed.type.kind : 'any'
  if (kind === 'any') return printAnyText(value)
  return typeof value === 'string' ? value : stringifyJson(value)
}

/** One word of the shell. */
function quote(text: string): string {
  return /^[\w@%+:,./=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
