import type { AccessToken, ApiClient } from '@groundplan/api-client'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { InputError } from '@groundplan/errors'
import { findHome, findServerAccess, type ServerAccess } from '@groundplan/process'
import type { CliConfig } from '../config.ts'
import { mayCarrySecrets } from '@groundplan/scm'
import { createGithubActionsToken } from '../sign-in/github-actions-token.ts'
import { readSession } from '../sign-in/stored-sessions.ts'
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
  await noteOldHome(config)
  const running = await connectToRunning(config)
  if (running !== undefined) return { ...running, temporary: false, close: async () => {} }
  const server = await startLocalServer({ home: config.home, port: 0, polls: false })
  const client = createClient(server.url, { ...config, accessToken: config.accessToken ?? server.token })
  return { client, url: server.url, temporary: true, close: server.stop }
}

/** The server named by GROUNDPLAN_URL, or the one that runs on the home folder; `undefined` if none does. */
export async function connectToRunning(
  config: CliConfig,
): Promise<Pick<Connection, 'client' | 'url'> | undefined> {
  const url = config.url ?? (await findRunning(config))
  if (url === undefined) return undefined
  const accessToken = await findToken(url, config)
  return { client: createClient(url, { accessToken, space: config.space }), url }
}

/**
 * With what a server is called: GROUNDPLAN_ACCESS_TOKEN, the session of whoever has signed in there, the token in the home folder if it is
 * the server of that, or a token of the job of GitHub Actions that this is.
 */
export async function findToken(url: string, config: FindTokenConfig): Promise<AccessToken | undefined> {
  const { accessToken, userDataFolder, githubActions } = config
  const ofPerson = accessToken ?? (await readSession(userDataFolder, url))?.token
  if (ofPerson !== undefined) return ofPerson
  if (githubActions !== undefined) return createGithubActionsToken(githubActions, url.replace(/\/+$/, ''))
  const local = isLoopbackUrl(url) ? await findRunningAccess(config).catch(() => undefined) : undefined
  return local?.url === url.replace(/\/+$/, '') ? local.token : undefined
}

function isLoopbackUrl(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)
}

type FindTokenConfig = Pick<CliConfig, 'accessToken' | 'userDataFolder' | 'home' | 'githubActions'>

/** A client that sends the access token, if there is one. Throws InputError where others could read it on its way. */
export function createClient(
  url: string,
  {
    accessToken,
    space,
  }: { readonly accessToken?: AccessToken | undefined; readonly space?: string | undefined },
): ApiClient {
  if (accessToken !== undefined) requirePrivate(url)
  return createNodeApiClient(url, { accessToken, space })
}

/** Throws InputError where others could read what is sent. */
export function requirePrivate(url: string): void {
  const { hostname } = new URL(url)
  if (mayCarrySecrets(url)) return
  throw new InputError(`Access tokens are not sent to ${hostname} without encryption.`, {
    hint: 'Use https:// in GROUNDPLAN_URL, or unset GROUNDPLAN_ACCESS_TOKEN.',
  })
}

/** The address of the server running on the home folder, if any. Throws InputError if the folder is not a home. */
export async function findRunning(config: CliConfig): Promise<string | undefined> {
  return (await findRunningAccess(config))?.url
}

/** The same, with the token that its server has left in the home folder. */
export async function findRunningAccess({
  home,
  userDataFolder,
}: Pick<CliConfig, 'home' | 'userDataFolder'>): Promise<ServerAccess | undefined> {
  const found = await findHome(home, { userDataFolder })
  return found && findServerAccess(found.path)
}
