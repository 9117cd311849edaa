import { NotAllowedError } from '@groundplan/errors'
import { mayCarrySecrets, type GitCredentials } from '@groundplan/scm'

/** Throws NotAllowedError if credentials may not be sent to an address. */
export function requireAllowedOrigin(address: string, shown: string, { origins }: GitCredentials): void {
  const origin = URL.parse(address)?.origin
  if (origins !== undefined && (origin === undefined || !origins.includes(origin))) {
    throw new NotAllowedError(`The host names ${shown} as the address of a repository, which is elsewhere.`, {
      hint: `The host's credentials are only sent to ${origins.join(', ')}. Allow the other origin for its secret if it is right.`,
    })
  }
  if (mayCarrySecrets(address)) return
  throw new NotAllowedError(`${shown} is not an HTTPS address, so credentials are not sent there.`, {
    hint: 'Use https://; http:// is only allowed on this machine.',
  })
}
