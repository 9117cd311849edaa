import type { ApiClient } from '@groundplan/api-client'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { findHome, findServer } from '@groundplan/process'
import type { CliConfig } from '../config.ts'
import { startLocalServer } from './start-local-server.ts'

export interface Connection {
  readonly client: ApiClient
  readonly url: string
  /** True if the server was started for this command and stops with it. */
  readonly temporary: boolean
  close(): Promise<void>
}

/** Connects to the server: the one named by GROUNDPLAN_URL, the one that runs on the home folder, or one started for now. */
export async function connect(config: CliConfig): Promise<Connection> {
  const { url, home } = config
  const running = url ?? (await findRunning(config))
  if (running !== undefined) {
    return { client: createNodeApiClient(running), url: running, temporary: false, close: async () => {} }
  }
  const server = await startLocalServer({ home, port: 0, polls: false })
  return { client: createNodeApiClient(server.url), url: server.url, temporary: true, close: server.stop }
}

/** The address of the server that runs on the home folder, if there is one. Throws InputError if the folder is no home of ours. */
export async function findRunning({ home, userDataFolder }: CliConfig): Promise<string | undefined> {
  const found = await findHome(home, { userDataFolder })
  return found && findServer(found.path)
}
