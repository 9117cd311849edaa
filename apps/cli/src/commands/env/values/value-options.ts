import type { Command } from 'commander'
import { collectValues } from '../../blueprint/collect-values.ts'

/** Values of inputs as commander reads them; each option is repeatable. */
export interface ValueOptions {
  /** Paths of files. */
  readonly values?: readonly string[] | undefined
  /** `name=value` each. */
  readonly set?: readonly string[] | undefined
  /** `name` or `name=@file` each. */
  readonly secret?: readonly string[] | undefined
  readonly ephemeral?: readonly string[] | undefined
  /** Names of inputs that go back to their defaults; only of environments that exist. */
  readonly unset?: readonly string[] | undefined
}

/** Adds the options for values of inputs. */
export function withValues(command: Command): Command {
  const values = command
    .option('--values <file>', '.tfvars, .json, .yaml or .yml file with values; repeatable', collectValues)
    .option('--set <input=value>', 'value of one input; overrides files; repeatable', collectValues)
    .option(
      '--secret <input>',
      'sensitive input: prompts, or reads standard input; input=@file reads a file; repeatable',
      collectValues,
    )
  return withEphemeral(values)
}

/** Adds the option for inputs that are asked for at each run. */
export function withEphemeral(command: Command): Command {
  return command.option(
    '--ephemeral <input>',
    'input that each run needs again: prompts, or reads standard input; input=@file reads a file; repeatable',
    collectValues,
  )
}

/** Adds the options for values in place of those that an environment has. */
export function withNewValues(command: Command): Command {
  return withValues(command).option(
    '--unset <input>',
    'input to reset to its default; repeatable',
    collectValues,
  )
}

/** True if values are given at all. */
export function hasValues({ values, set, secret, ephemeral, unset }: ValueOptions): boolean {
  return [values, set, secret, ephemeral, unset].some((given) => given !== undefined)
}

/** How values are written, for the help. */
export const valuesHelp = [
  'The value of --set is plain text for inputs of type string, and JSON for others. Secrets never go on the command line:',
  '--secret and --ephemeral prompt for them, or read them from standard input or a file.',
] as const
