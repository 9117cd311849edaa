import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { isolatedGitEnvironment } from '@groundplan/testing'
import { afterEach } from 'vitest'

interface Started {
  readonly kind: 'ready'
  readonly url: string
  readonly client: ReturnType<typeof createNodeApiClient>
  /** Asks the server to stop and returns its exit code. */
  stop(): Promise<number | null>
  /** Ends it with SIGKILL, and resolves when it is gone. */
  kill(): Promise<void>
}

interface Refused {
  readonly kind: 'failed'
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly exitCode: number | null
}

/** Starts real servers, as the CLI does, on a home; the ones that still run are killed after each test. */
export function useServerProcesses(): (home: string) => Promise<Started | Refused> {
  const children: ChildProcess[] = []
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })
  return async (home) => {
    const env = {
      ...process.env,
      ...isolatedGitEnvironment,
      GROUNDPLAN_HOME: home,
      GROUNDPLAN_PORT: '0',
      GROUNDPLAN_LOG_LEVEL: 'warn',
    }
    const stdio: ('ignore' | 'inherit' | 'ipc')[] = ['ignore', 'inherit', 'inherit', 'ipc']
    const child = fork(join(import.meta.dirname, 'main.ts'), { env, stdio })
    children.push(child)
    const exited = once(child, 'exit').then(([code]) => code as number | null)
    const [message] = (await once(child, 'message')) as [Started | Refused]
    if (message.kind === 'failed') return { ...message, exitCode: await exited }
    const stop = () => {
      if (child.connected) child.disconnect()
      return exited
    }
    const kill = async () => {
      child.kill('SIGKILL')
      await exited
    }
    return { ...message, client: createNodeApiClient(message.url), stop, kill }
  }
}

/** The server that must have started. */
export function requireStarted(server: Started | Refused): Started {
  if (server.kind === 'failed') throw new Error(`${server.message} ${server.hint ?? ''}`)
  return server
}

/** Imports a repository and returns how it ended. */
export async function runImport({ client }: Pick<Started, 'client'>, address: string) {
  const { number } = await client.imports.start.mutate({ repositories: [{ address }] })
  return waitForReport(client, number)
}

/** The report of an import, once it has finished. */
export async function waitForReport(client: Started['client'], number: number) {
  for (;;) {
    const { state } = await client.imports.get.query({ number })
    if (state.status === 'finished') return state.report
    if (state.status !== 'waiting' && state.status !== 'running')
      throw new Error(`The import is ${state.status}.`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
