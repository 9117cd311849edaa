import { join } from 'node:path'
import { executeProgram, forkModule } from '@groundplan/process'

const root = join(import.meta.dirname, '../../..')

/** Runs a command, shows it with what it prints, and throws if it fails. */
export type Groundplan = (...args: readonly string[]) => Promise<void>

export interface StartedProduct {
  readonly groundplan: Groundplan
  /** The same for a command that reads from standard input. */
  readonly groundplanWith: (input: string, ...args: readonly string[]) => Promise<void>
  stop(): Promise<void>
}

/** Starts a server on a home of its own and a free port, which the commands then find by that home. */
export async function startProduct(
  home: string,
  variables: Readonly<Record<string, string>>,
): Promise<StartedProduct> {
  const server = forkModule(join(root, 'apps/server/src/main.ts'), {
    name: 'The server',
    env: { ...variables, GROUNDPLAN_HOME: home, GROUNDPLAN_PORT: '0', GROUNDPLAN_LOG_LEVEL: 'warn' },
  })
  await server.firstMessage
  const groundplanWith = async (input: string, ...args: readonly string[]) => {
    console.log(`\n$ groundplan ${args.join(' ')}`)
    const command = join(root, 'apps/cli/bin/groundplan.mjs')
    const show = (part: Uint8Array) => void process.stdout.write(part)
    const outcome = await executeProgram(
      {
        ...{ file: process.execPath, args: [command, ...args], input, streams: true },
        env: { GROUNDPLAN_HOME: home },
      },
      undefined,
      { onOutput: show, onError: show },
    )
    if (outcome.kind === 'ended' && outcome.exitCode === 0) return
    const reason = outcome.kind === 'ended' ? `exit code ${outcome.exitCode}` : outcome.kind
    throw new Error(`groundplan ${args.join(' ')} failed: ${reason}.`)
  }
  return {
    groundplanWith,
    groundplan: (...args) => groundplanWith('', ...args),
    stop: () => server.stop(),
  }
}
