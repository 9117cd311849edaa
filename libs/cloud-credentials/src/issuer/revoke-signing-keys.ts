import { requirePermission, type Caller } from '@groundplan/access'
import { accountSpaceId } from '@groundplan/actor'
import { InputError } from '@groundplan/errors'
import type { RevokedKeys, RunTokenIssuer } from './run-token-issuer.ts'

/**
 * Replaces all keys that sign tokens of runs. Throws InputError on a server that issues no tokens, and NotAllowedError without the
 * permission `keys.rotate`.
 */
export async function revokeSigningKeys(
  caller: Caller,
  issuer: RunTokenIssuer | undefined,
): Promise<RevokedKeys> {
  requirePermission(caller, 'keys.rotate', accountSpaceId)
  if (issuer === undefined)
    throw new InputError('The server publishes no signing keys, because it has no public URL.', {
      hint: 'Tokens for cloud credentials need GROUNDPLAN_PUBLIC_URL: docs/cloud-credentials.md.',
    })
  return issuer.revokeKeys(caller.actor)
}
