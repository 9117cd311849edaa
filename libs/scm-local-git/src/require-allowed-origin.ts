import { NotAllowedError } from '@groundplan/errors'
import { mayCarrySecrets, type GitCredentials } from '@groundplan/scm'

/** Throws NotAllowedError if credentials must not be sent to the URL. */
export function requireAllowedOrigin(address: string, shown: string, { origins }: GitCredentials): void {
  const origin = URL.parse(address)?.origin
  if (origins !== undefined && (origin === undefined || !origins.includes(origin))) {
    throw new NotAllowedError(`The host returned the repository URL ${shown}, which is on another origin.`, {
      hint: `The host's credentials are only sent to ${origins.join(', ')}. If the other origin is correct, allow it for the secret.`,
    })
  }
  if (mayCarrySecrets(address)) return
  throw new NotAllowedError(`${shown} is not an HTTPS URL, so no credentials are sent to it.`, {
    hint: 'Use https://. http:// is only allowed for this machine.',
  })
}
