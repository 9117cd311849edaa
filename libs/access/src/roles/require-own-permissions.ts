import { NotAllowedError } from '@groundplan/errors'
import { isAllowed, type Caller } from '../caller.ts'
import type { Permission } from '../permissions.ts'

/**
 * Throws NotAllowedError if somebody would give others permissions in a space that no role gives them there. Those that mean nothing in
 * the space, such as imports, have to be in one of their roles all the same.
 */
export function requireOwnPermissions(given: readonly Permission[], caller: Caller, spaceId: string): void {
  const own = caller.grants.filter((grant) => grant.spaceId === undefined || grant.spaceId === spaceId)
  const lacking = given.filter(
    (permission) =>
      !isAllowed(caller, permission, spaceId) && !own.some(({ role }) => role.permissions.has(permission)),
  )
  if (lacking.length === 0) return
  throw new NotAllowedError(`You can't give permissions that you lack: ${lacking.join(', ')}.`, {
    details: { permissions: lacking },
  })
}
