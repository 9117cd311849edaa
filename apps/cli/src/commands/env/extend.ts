import { InputError } from '@groundplan/errors'
import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { findEnvironment } from './find-environment.ts'
import { parseDuration, readEnd, type EndOptions } from './read-times.ts'
import { toSubmission, withReason, type RequestOptions } from './request/request-options.ts'
import { showRequest } from './request/submit.ts'

export function addExtendCommand(command: Command): void {
  withReason(command.command('extend'))
    .description('Move the end of an environment, or remove it')
    .argument('<environment>', 'name or ID')
    .option('--until <time>', 'when it ends, e.g. 2026-12-01T18:00Z')
    .option('--for <duration>', 'how long it runs from now, e.g. 8h or 3d')
    .option('--by <duration>', 'how much later it ends than now planned')
    .option('--forever', 'it has no end')
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan env extend orders-db --by 2h --reason "demo at four"\n  groundplan env extend orders-db --until 2026-12-24T18:00\n  groundplan env extend orders-db --forever',
    )
    .action(run(extend))
}

interface ExtendOptions extends EndOptions, RequestOptions {
  readonly by?: string | undefined
  readonly forever?: boolean | undefined
}

const extend: Action<ExtendOptions> = (context, [reference = ''], options) =>
  withApi(context, async (client, _, connection) => {
    const environment = await findEnvironment(client, reference)
    const endsAt = readNewEnd(options, environment.endsAt)
    const submitted = await client.environments.extend.mutate({
      ...{ ...toSubmission(options), id: environment.id },
      ...(endsAt === undefined ? {} : { endsAt }),
    })
    return showRequest(submitted, connection, context, options)
  })

/** `undefined` for no end. Throws InputError unless exactly one option says it. */
export function readNewEnd(options: ExtendOptions, endsAt: string | undefined, now = new Date()) {
  const { by, forever, until, for: duration } = options
  const given = [by, forever, until, duration].filter((option) => option !== undefined)
  if (given.length !== 1)
    throw new InputError('Say when it ends.', { hint: 'Use one of --until, --for, --by and --forever.' })
  if (by === undefined) return readEnd(options, now)
  if (endsAt === undefined)
    throw new InputError('It has no end that could be moved.', { hint: 'Use --until or --for.' })
  return new Date(Date.parse(endsAt) + parseDuration(by)).toISOString()
}
