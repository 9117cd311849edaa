import type { ApiClient } from '@groundplan/api-client'
import type { Command } from 'commander'
import { readConfig, type CliConfig } from './config.ts'
import { connect, type Connection } from './server/connect.ts'
import { createTerminal, type Terminal } from './terminal/terminal.ts'

/** The context of a command's action. */
export interface CommandContext {
  readonly terminal: Terminal
  readonly config: CliConfig
  /** Aborted when the user presses Ctrl-C. */
  readonly signal: AbortSignal
}

/** A command's work: returns the exit code. */
export type Action<Options> = (
  context: CommandContext,
  args: readonly string[],
  options: Options,
) => Promise<number>

/** Binds work to a command: gives it its context and turns its exit code into the process's. */
export function run<Options extends object>(action: Action<Options>) {
  return async function (this: Command): Promise<void> {
    const options = this.optsWithGlobals<Options & { json?: boolean; space?: string }>()
    const stop = new AbortController()
    const onInterrupt = () => stop.abort()
    process.once('SIGINT', onInterrupt)
    process.once('SIGTERM', onInterrupt)
    try {
      const terminal = createTerminal({ json: options.json === true })
      const args = this.processedArgs.flatMap((argument: unknown) =>
        Array.isArray(argument) ? argument : [argument],
      ) as string[]
      process.exitCode = await action(
        { terminal, config: withSpace(readConfig(), options.space), signal: stop.signal },
        args.filter((argument) => argument !== undefined),
        options,
      )
    } finally {
      process.off('SIGINT', onInterrupt)
      process.off('SIGTERM', onInterrupt)
    }
  }
}

function withSpace(config: CliConfig, space: string | undefined): CliConfig {
  return space === undefined ? config : { ...config, space }
}

/** Does something with the server's API, then lets go of the server. */
export async function withApi<Result>(
  { config }: CommandContext,
  work: (client: ApiClient, url: string, connection: Connection) => Promise<Result>,
): Promise<Result> {
  const connection = await connect(config)
  try {
    return await work(connection.client, connection.url, connection)
  } finally {
    await connection.close()
  }
}
