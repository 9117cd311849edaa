import { lookup } from 'node:dns/promises'
import { InputError } from '@groundplan/errors'
import { isLoopbackAddress } from '@groundplan/network-address'

/** Characters of an access token: as many as make guessing hopeless. */
export const shortestAccessToken = 32

/** Who may reach the server, as its configuration says; see ServerConfig. */
export interface Exposure {
  readonly host: string
  readonly remoteAccess?: boolean | undefined
  readonly accessToken?: string | undefined
  /** How people sign in. */
  readonly signIn?: object | undefined
}

/**
 * Throws InputError if other machines could reach the server and nobody said that they may, or they would need no token. The host
 * may be a name: it counts as all the addresses that it stands for.
 */
export async function checkExposure(config: Exposure): Promise<void> {
  const { host, accessToken } = config
  if (accessToken !== undefined && accessToken.length < shortestAccessToken) {
    throw new InputError(`GROUNDPLAN_ACCESS_TOKEN is shorter than ${shortestAccessToken} characters.`, {
      hint: 'Create one with: openssl rand -hex 32',
    })
  }
  const isRemote = config.remoteAccess === true || !(await isLoopbackHost(host))
  if (isRemote) requireSwitchAndToken(config)
}

/** The same for the addresses that it listens on in the end: a name may have come to stand for others. */
export function checkListening(
  addresses: readonly (string | { readonly address: string })[],
  config: Exposure,
): void {
  const isLoopback = addresses.every((each) => typeof each === 'object' && isLoopbackAddress(each.address))
  if (!isLoopback) requireSwitchAndToken(config)
}

function requireSwitchAndToken({ host, remoteAccess, accessToken, signIn }: Exposure): void {
  const hasCallers = accessToken !== undefined || signIn !== undefined
  if (remoteAccess === true && hasCallers) return
  const missing = [
    ...(remoteAccess === true ? [] : ['GROUNDPLAN_REMOTE_ACCESS=on']),
    ...(hasCallers
      ? []
      : [
          'GROUNDPLAN_OIDC_ISSUER, GROUNDPLAN_OIDC_CLIENT_ID and GROUNDPLAN_ADMINS for people who sign in ' +
            `(or GROUNDPLAN_ACCESS_TOKEN to a secret of at least ${shortestAccessToken} characters that all share)`,
        ]),
  ]
  throw new InputError(
    `Listening on "${host}" would expose the server to other machines, which is not set up.`,
    {
      hint: `Set ${missing.join(' and ')}, or listen on localhost. See docs/security.md.`,
    },
  )
}

async function isLoopbackHost(host: string): Promise<boolean> {
  if (isLoopbackAddress(host)) return true
  if (host.trim() === '') return false
  const found = await lookup(host, { all: true }).catch(() => [])
  return found.length > 0 && found.every(({ address }) => isLoopbackAddress(address))
}
