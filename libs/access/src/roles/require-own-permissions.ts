import { NotAllowedError } from '@groundplan/errors'
import { isAllowed, type Caller } from '../caller.ts'
import type { Permission } from '../permissions.ts'

/** Throws NotAllowedError if somebody would give others permissions that they lack themselves. */
export function requireOwnPermissions(given: readonly Permission[], caller: Caller, spaceId: string): void {
  const lacking = given.filter((permission) => !isAllowed(caller, permission, spaceId))
  if (lacking.length === 0) return
  throw new NotAllowedError(`You can't give permissions that you lack: ${lacking.join(', ')}.`, {
    details: { permissions: lacking },
  })
}
