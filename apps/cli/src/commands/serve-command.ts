import { Command, InvalidArgumentError, Option } from 'commander'
import { run, type Action } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import { buildPortal } from '../server/build-portal.ts'
import { noteOldHome } from '../server/note-old-home.ts'
import { startLocalServer } from '../server/start-local-server.ts'

export interface ListenOptions {
  readonly port?: number
  readonly host?: string
}

interface ServeOptions extends ListenOptions {
  readonly role?: string
  readonly pools?: string
}

export function createServeCommand(): Command {
  return new Command('serve')
    .description('Run the server: API and portal')
    .option('--port <number>', 'port to listen on; 0 selects a free one (default: 4400)', toPort)
    .option('--host <name>', 'address to listen on (default: localhost)')
    .addOption(
      new Option(
        '--role <name>',
        'api answers requests, worker runs imports and other jobs, all does both (default: all)',
      ).choices(['all', 'api', 'worker']),
    )
    .option(
      '--pools <names>',
      'pools of workers that it serves, separated by commas; "default" stands for spaces that demand none (default: default)',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan serve\n  GROUNDPLAN_HOME=/srv/groundplan groundplan serve --port 8080\n  groundplan serve --role worker   # with DATABASE_URL and GROUNDPLAN_BLUEPRINTS\n  groundplan serve --role worker --pools payments-prod',
    )
    .action(run(serve))
}

const serve: Action<ServeOptions> = async ({ terminal, config, signal }, _, { port, host, role, pools }) => {
  await noteOldHome(config)
  const server = await startLocalServer({ home: config.home, port, host, role, pools })
  try {
    await buildPortal(terminal)
  } catch (error) {
    await server.stop()
    throw error
  }
  const { url, link } = server
  terminal.result({ url, link }, () => [`Groundplan is running at ${url}`, ...describeLink(link)].join('\n'))
  return untilStopped(server, signal)
}

/** What says how to sign in, if one has to. */
export function describeLink(link: string | undefined): readonly string[] {
  return link === undefined ? [] : [`Sign in with this link, which works once: ${link}`]
}

/** Waits for Ctrl-C and stops the server, or for the server's own end. */
export async function untilStopped(
  server: { readonly ended: Promise<number>; stop(): Promise<void> },
  signal: AbortSignal,
): Promise<number> {
  const interrupted = new Promise<'interrupted'>((resolve) => {
    if (signal.aborted) resolve('interrupted')
    signal.addEventListener('abort', () => resolve('interrupted'))
  })
  const outcome = await Promise.race([server.ended, interrupted])
  if (outcome !== 'interrupted') return outcome === 0 ? exitCodes.done : exitCodes.outside
  await server.stop()
  return exitCodes.done
}

export function toPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port
  throw new InvalidArgumentError('Use a number from 0 to 65535.')
}
