import type { Identity } from '@groundplan/access'
import { NotAllowedError } from '@groundplan/errors'

/** Which claims say who somebody is. */
export interface ClaimNames {
  /** Names people in members and history, e.g. `email` or `preferred_username`. */
  readonly username: string
  readonly groups: string
}

const longestName = 256
const mostGroups = 1000

/**
 * Reads who somebody is from the claims of an ID token. Throws NotAllowedError if they name nobody: a claim is missing, or it is an
 * e-mail address that the provider has not verified.
 */
export function readIdentity(claims: Readonly<Record<string, unknown>>, names: ClaimNames): Identity {
  const { iss: issuer, sub: subject, name } = claims
  const username = claims[names.username]
  if (typeof issuer !== 'string' || typeof subject !== 'string')
    throw new NotAllowedError('The identity provider does not say who signed in.')
  if (typeof username !== 'string' || username.trim() === '' || username.length > longestName) {
    throw new NotAllowedError(
      `The identity provider sends no claim "${names.username}" that names a person.`,
      {
        hint: 'Add the claim at the provider, or set GROUNDPLAN_OIDC_USERNAME_CLAIM to another one.',
      },
    )
  }
  if (names.username === 'email' && claims['email_verified'] === false) {
    throw new NotAllowedError(`The identity provider has not verified the e-mail address ${username}.`, {
      hint: 'Verify it there, and sign in again.',
    })
  }
  const displayName = typeof name === 'string' && name.trim() !== '' ? name.slice(0, longestName) : username
  return { issuer, subject, username, displayName, groups: readGroups(claims[names.groups], names.groups) }
}

/** A list of names, or a single one. Throws NotAllowedError if there are too many: an unread group could be missing from a decision. */
function readGroups(claim: unknown, name: string): readonly string[] {
  const groups = typeof claim === 'string' ? [claim] : Array.isArray(claim) ? claim : []
  if (groups.length > mostGroups) {
    throw new NotAllowedError(
      `The claim "${name}" has ${groups.length} groups; at most ${mostGroups} are read.`,
      {
        hint: 'Restrict the claim at the provider to the groups that Groundplan needs.',
      },
    )
  }
  const named = groups.filter(
    (group): group is string => typeof group === 'string' && group !== '' && group.length <= longestName,
  )
  return [...new Set(named)]
}
