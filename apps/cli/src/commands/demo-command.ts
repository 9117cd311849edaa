import type { AccessToken } from '@groundplan/api-client'
import { join } from 'node:path'
import { ConflictError } from '@groundplan/errors'
import type { ImportReport } from '@groundplan/importer'
import { openHome } from '@groundplan/process'
import { createSampleEstate } from '@groundplan/sample-estate'
import { Command } from 'commander'
import { run, type Action, type CommandContext } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import { printImportReport } from '../print-import-report.ts'
import { importWithProgress } from '../run-import.ts'
import { buildPortal } from '../server/build-portal.ts'
import { connect, createClient, findRunning, findToken } from '../server/connect.ts'
import { noteOldHome } from '../server/note-old-home.ts'
import { startLocalServer } from '../server/start-local-server.ts'
import { summarizeImport } from '../summarize-import.ts'
import { describeLink, toPort, untilStopped, type ListenOptions } from './serve-command.ts'

interface DemoOptions extends ListenOptions {
  readonly once?: boolean
}

export function createDemoCommand(): Command {
  return new Command('demo')
    .description('Try Groundplan with sample repositories: create them, import them and run the server')
    .option('--once', 'stop after the import')
    .option('--port <number>', 'port to listen on; 0 selects a free one (default: 4400)', toPort)
    .option('--host <name>', 'address to listen on (default: localhost)')
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan demo\n  groundplan demo --once --json\n  GROUNDPLAN_HOME=/tmp/try groundplan demo --port 0',
    )
    .action(run(demo))
}

const demo: Action<DemoOptions> = async (context, _, options) => {
  await noteOldHome(context.config)
  const { path } = await openHome(context.config.home, context.config)
  const { repositories } = await createSampleEstate({
    directory: join(path, 'sample-estate'),
    signal: context.signal,
  })
  const request = { repositories: repositories.map(({ directory }) => ({ address: directory })) }
  if (options.once === true) {
    const connection = await connect(context.config)
    try {
      printDemo(await importWithProgress(connection.client, request, context), context)
    } finally {
      await connection.close()
    }
    return exitCodes.done
  }
  return stayUp(context, options, async (url, token) => {
    const client = createClient(url, { ...context.config, accessToken: token })
    printDemo(await importWithProgress(client, request, context), context)
  })
}

/** Runs the server until Ctrl-C; one that runs already is used and left running. */
async function stayUp(
  context: CommandContext,
  { port, host }: DemoOptions,
  work: (url: string, token: AccessToken | undefined) => Promise<void>,
): Promise<number> {
  const { terminal, config, signal } = context
  const running = config.url ?? (await findRunning(config))
  if (running !== undefined) {
    if (port !== undefined && port !== 0 && !running.endsWith(`:${port}`)) {
      throw new ConflictError(`Groundplan is already running at ${running} for ${config.home}.`, {
        hint: 'Stop it first, or omit --port.',
      })
    }
    await work(running, await findToken(running, config))
    terminal.note(`Groundplan is already running at ${running}`)
    return exitCodes.done
  }
  const server = await startLocalServer({ home: config.home, port, host })
  try {
    await Promise.all([buildPortal(terminal), work(server.url, config.accessToken ?? server.token)])
  } catch (error) {
    await server.stop()
    throw error
  }
  terminal.note(`\nGroundplan is running at ${terminal.style('bold', server.url)}  (Ctrl-C stops it)`)
  for (const line of describeLink(server.link)) terminal.note(line)
  return untilStopped(server, signal)
}

function printDemo(report: ImportReport, { terminal }: CommandContext): void {
  terminal.result(summarizeImport(report), () => printImportReport(report, terminal))
}
