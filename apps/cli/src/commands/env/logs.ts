import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { findEnvironment } from './find-environment.ts'
import { findRequest, type RequestSelection } from './find-request.ts'
import { followRequest, readLines, type LogLine } from './request/follow-request.ts'
import { patientServer } from './request/patient-server.ts'
import { exitCodeOfRequest } from './request/print-outcome.ts'
import { noteUnserved } from './request/submit.ts'
import { printLogLine } from './request/print-log-line.ts'

export function addLogsCommand(command: Command): void {
  command
    .command('logs')
    .description('Print the log of the latest run of an environment')
    .argument('<environment>', 'name or ID')
    .option('--follow', 'keep printing until the run ends or waits for somebody; the exit code is its result')
    .option('--request <id>', 'log of another request, as `env show` lists it')
    .option('--timestamps', 'begin each line with its time')
    .addHelpText(
      'after',
      [
        '',
        'With --json, one line of JSON each.',
        '',
        'Examples:',
        '  groundplan env logs orders-db --follow',
        '  groundplan env logs orders-db --json | jq -r .text',
      ].join('\n'),
    )
    .action(run(showLogs))
}

interface LogsOptions extends RequestSelection {
  readonly follow?: boolean
  readonly timestamps?: boolean
}

const showLogs: Action<LogsOptions> = (context, [reference = ''], options) =>
  withApi(context, async (client, _, connection) => {
    const { terminal } = context
    const { follow = false, timestamps = false } = options
    const environment = await findEnvironment(client, reference)
    const request = await findRequest(client, environment, options, {
      ...{ fits: ({ runId }) => runId !== undefined, what: 'has a log' },
    })
    const server = patientServer(connection, context)
    const wanted = { id: environment.id, requestId: request.id }
    const show = (line: LogLine) => terminal.result(line, () => printLogLine(line, timestamps))
    if (follow) {
      const { request: followed } = await followRequest(wanted, server, {
        ...{ onLine: show, onUnserved: noteUnserved(context) },
      })
      return exitCodeOfRequest(followed, { isPlanWanted: false })
    }
    await readLines({ requestId: request.id, position: undefined }, server, show)
    return exitCodes.done
  })
