import { describeUnserved } from '@groundplan/environment/tables'
import { InputError } from '@groundplan/errors'
import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'

interface PoolOptions {
  readonly none?: boolean | undefined
}

/** Which workers perform the runs of a space. */
export function addPoolCommand(command: Command): void {
  command
    .command('pool')
    .description('Show or change the pool of workers that perform the runs of a space')
    .argument('<space>', 'its name; "default" is the home space')
    .argument('[pool]', 'lower-case letters, digits and dashes')
    .option('--none', 'demand no pool: workers of the default pool perform the runs')
    .addHelpText(
      'after',
      [
        '',
        'Workers name the pools that they serve with `groundplan serve --pools` or GROUNDPLAN_WORKER_POOLS.',
        'Runs that have begun stay where they are; those that wait go to the new pool.',
        '',
        'Examples:',
        '  groundplan space pool payments',
        '  groundplan space pool payments payments-prod',
        '  groundplan space pool payments --none',
      ].join('\n'),
    )
    .action(run(changePool))
}

const changePool: Action<PoolOptions> = (context, [name = '', wanted], { none = false }) =>
  withApi(context, async ({ spaces }) => {
    if (none && wanted !== undefined) throw new InputError('Name a pool or use --none, not both.')
    const { pool, workers } =
      none || wanted !== undefined
        ? await spaces.setPool.mutate({ name, ...(wanted === undefined ? {} : { pool: wanted }) })
        : await spaces.pool.query({ name })
    const { message, hint } = describeUnserved(pool ?? 'default')
    context.terminal.result({ space: name, pool: pool ?? null, workers }, () =>
      [
        pool === undefined
          ? `The space "${name}" demands no pool of workers.`
          : `Workers of the pool "${pool}" perform the runs of the space "${name}".`,
        ...(workers === 0
          ? [message, hint]
          : [`${workers === 1 ? '1 worker serves' : `${workers} workers serve`} it now.`]),
      ].join('\n'),
    )
    return exitCodes.done
  })
