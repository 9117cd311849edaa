import type { ApiClient } from '@groundplan/api-client'
import { InvalidArgumentError, type Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { parseDuration, printMinutes } from '../env/read-times.ts'

type Limits = Awaited<ReturnType<ApiClient['spaces']['limits']['query']>>

/** A limit, or `none` to take it away; absent: it stays. */
type LimitOptions = { readonly [Name in keyof Limits]?: number | 'none' }

/** What a space allows its environments. */
export function addLimitCommand(command: Command): void {
  command
    .command('limits')
    .description('Show or change what a space allows its environments')
    .argument('<space>', 'its name; "default" is the home space')
    .option('--environments <count>', 'how many there can be at once', parseCount)
    .option('--environments-per-person <count>', 'how many one person can own at once', parseCount)
    .option('--default-duration <time>', 'how long one runs if its launch names no end', parseMinutes)
    .option('--max-duration <time>', 'how long one can run, from its creation', parseMinutes)
    .addHelpText(
      'after',
      [
        '',
        'Use `none` to take a limit away. Environments that exceed a new limit stay as they are.',
        '',
        'Examples:',
        '  groundplan space limits payments',
        '  groundplan space limits payments --environments 20 --environments-per-person 3',
        '  groundplan space limits payments --default-duration 8h --max-duration 30d',
        '  groundplan space limits payments --environments none',
      ].join('\n'),
    )
    .action(run(changeLimits))
}

const changeLimits: Action<LimitOptions> = (context, [name = ''], options) =>
  withApi(context, async ({ spaces }) => {
    const known = await spaces.limits.query({ name })
    const changed = Object.keys(options).length > 0
    const wanted = Object.fromEntries(
      Object.entries({ ...known, ...options }).filter(([, value]) => value !== 'none'),
    ) as Limits
    const limits = changed ? await spaces.setLimits.mutate({ name, ...wanted }) : known
    context.terminal.result({ space: name, limits }, () =>
      context.terminal.table(
        ['Limit', 'Value'],
        [
          ['Environments', String(limits.environments ?? 'none')],
          ['Environments per person', String(limits.environmentsPerPerson ?? 'none')],
          ['Default duration', printDuration(limits.defaultDuration)],
          ['Maximum duration', printDuration(limits.maxDuration)],
        ],
      ),
    )
    return exitCodes.done
  })

function printDuration(minutes: number | undefined): string {
  return minutes === undefined ? 'none' : printMinutes(minutes)
}

function parseCount(text: string): number | 'none' {
  const count = Number(text)
  if (text === 'none') return text
  if (Number.isInteger(count) && count >= 1 && count <= 100_000) return count
  throw new InvalidArgumentError('Use a whole number from 1 to 100000, or none.')
}

function parseMinutes(text: string): number | 'none' {
  return text === 'none' ? text : parseDuration(text) / 60_000
}
