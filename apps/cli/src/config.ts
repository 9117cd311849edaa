import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { InputError } from '@groundplan/errors'
import { findProjectHome, findUserDataFolder, readEnvironment } from '@groundplan/process'
import { z } from 'zod'
import type { GithubActionsIdentity } from './sign-in/github-actions-token.ts'

/** Every variable that the command line reads. */
const Environment = z.object({
  /** Folder of the local server that is used, or started for a command. */
  GROUNDPLAN_HOME: z.string().optional(),
  /** A server elsewhere, used instead of a local one. */
  GROUNDPLAN_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The server's authentication requirements. */
  GROUNDPLAN_ACCESS_TOKEN: z.string().optional(),
  /** Where a job of GitHub Actions that may, gets its OpenID Connect tokens. */
  ACTIONS_ID_TOKEN_REQUEST_URL: z.string().optional(),
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: z.string().optional(),
  /** The space that commands work in, unless they name one. */
  GROUNDPLAN_SPACE: z.string().optional(),
})

export interface CliConfig {
  readonly home: string
  /** True if nobody has named the home. */
  readonly isDefaultHome: boolean
  /** Where the user's homes are noted. */
  readonly userDataFolder: string
  readonly url: string | undefined
  readonly accessToken?: string | undefined
  /** Absent unless the command runs in a job of GitHub Actions that may get OpenID Connect tokens. */
  readonly githubActions?: GithubActionsIdentity | undefined
  /** Absent: that of an API token, or the home space. */
  readonly space?: string | undefined
}

/** Reads the configuration. Throws InputError. */
export function readConfig(): CliConfig {
  const environment = readEnvironment()
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) {
    throw new InputError('Invalid GROUNDPLAN_URL.', {
      hint: 'Use an address such as http://localhost:4400.',
    })
  }
  const { GROUNDPLAN_HOME: home, GROUNDPLAN_URL: url, GROUNDPLAN_ACCESS_TOKEN: accessToken } = parsed.data
  const { ACTIONS_ID_TOKEN_REQUEST_URL: requestUrl, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken } =
    parsed.data
  const { GROUNDPLAN_SPACE: space } = parsed.data
  const userDataFolder = findUserDataFolder({
    environment,
    platform: process.platform,
    userFolder: homedir(),
  })
  return {
    home: home === undefined ? findProjectHome('.', userDataFolder) : resolve(home),
    isDefaultHome: home === undefined,
    ...{ userDataFolder, url, accessToken, space: space || undefined },
    ...(requestUrl === undefined || requestToken === undefined
      ? {}
      : { githubActions: { requestUrl, requestToken } }),
  }
}
