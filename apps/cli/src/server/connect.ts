import type { ApiClient } from '@groundplan/api-client'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { InputError } from '@groundplan/errors'
import { findHome, findServer } from '@groundplan/process'
import type { CliConfig } from '../config.ts'
import { noteOldHome } from './note-old-home.ts'
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
  const { url, home, accessToken } = config
  await noteOldHome(config)
  const running = url ?? (await findRunning(config))
  if (running !== undefined) {
    const client = createClient(running, accessToken)
    return { client, url: running, temporary: false, close: async () => {} }
  }
  const server = await startLocalServer({ home, port: 0, polls: false })
  const client = createClient(server.url, accessToken)
  return { client, url: server.url, temporary: true, close: server.stop }
}

/** A client that sends the access token, if there is one. Throws InputError where others could read it on its way. */
export function createClient(url: string, accessToken: string | undefined): ApiClient {
  const { protocol, hostname } = new URL(url)
  const isPrivate = protocol === 'https:' || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
  if (accessToken === undefined || isPrivate) return createNodeApiClient(url, { accessToken })
  throw new InputError(`GROUNDPLAN_ACCESS_TOKEN is not sent to ${hostname} without encryption.`, {
    hint: 'Use https:// in GROUNDPLAN_URL, or unset GROUNDPLAN_ACCESS_TOKEN.',
  })
}

/** The address of the server running on the home folder, if any. Throws InputError if the folder is not a home. */
export async function findRunning({ home, userDataFolder }: CliConfig): Promise<string | undefined> {
  const found = await findHome(home, { userDataFolder })
  return found && findServer(found.path)
}
