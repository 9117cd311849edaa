import type { Command } from 'commander'
import { collectValues } from '../../blueprint/collect-values.ts'

/** Values of inputs as commander reads them. */
export interface ValueOptions {
  /** Paths of files. */
  readonly values: readonly string[]
  /** `name=value` each. */
  readonly set: readonly string[]
  /** `name` or `name=@file` each. */
  readonly secret: readonly string[]
  readonly ephemeral: readonly string[]
  /** Names of inputs that go back to their defaults; only of environments that exist. */
  readonly unset?: readonly string[] | undefined
}

/** Adds the options for values of inputs. */
export function withValues(command: Command): Command {
  const values = command
    .option('--values <file>', '.tfvars, .json, .yaml or .yml file of values; repeatable', collectValues, [])
    .option('--set <input=value>', 'value of one input, after those of files; repeatable', collectValues, [])
    .option(
      '--secret <input>',
      'sensitive input to ask for or to read from standard input; input=@file reads a file; repeatable',
      collectValues,
      [],
    )
  return withEphemeral(values)
}

/** Adds the option for inputs that are asked for at each run. */
export function withEphemeral(command: Command): Command {
  return command.option(
    '--ephemeral <input>',
    'the same for an input that is asked for at each run and never stored; repeatable',
    collectValues,
    [],
  )
}

/** Adds the options for values in place of those that an environment has. */
export function withNewValues(command: Command): Command {
  return withValues(command).option(
    '--unset <input>',
    'input that goes back to its default; repeatable',
    collectValues,
    [],
  )
}

/** True if values are given at all. */
export function hasValues({ values, set, secret, ephemeral, unset = [] }: ValueOptions): boolean {
  return [values, set, secret, ephemeral, unset].some((given) => given.length > 0)
}

/** How values are written, for the help. */
export const valuesHelp = [
  'A value of --set is the text itself for inputs of type string, JSON for others. Other inputs keep their values or have',
  'their defaults. Secrets are never on the command line: --secret asks for them, or reads them from standard input or a file.',
] as const
