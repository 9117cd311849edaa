import { displayActor, type Actor } from '@groundplan/actor'
import { NotAllowedError } from '@groundplan/errors'
import { permissions, type Permission } from './permissions.ts'
import type { Role } from './roles.ts'

/** A role that somebody has, in one space or in the whole account. */
export interface Grant {
  readonly role: Pick<Role, 'permissions'>
  /** Absent: in all spaces, and in what belongs to none. */
  readonly spaceId?: string | undefined
}

/** Who asks for something, and what they may do. */
export interface Caller {
  readonly actor: Actor
  readonly grants: readonly Grant[]
}

/** True if somebody has a permission in a space. Those of the account count wherever they are held. */
export function isAllowed(
  { grants }: Pick<Caller, 'grants'>,
  permission: Permission,
  spaceId: string,
): boolean {
  const { within } = permissions[permission]
  return grants.some(
    ({ role, spaceId: granted }) =>
      role.permissions.has(permission) &&
      (granted === undefined || granted === spaceId || within === 'account'),
  )
}

/** Throws NotAllowedError if somebody lacks a permission in a space. */
export function requirePermission(caller: Caller, permission: Permission, spaceId: string): void {
  if (isAllowed(caller, permission, spaceId)) return
  const { allows, within } = permissions[permission]
  const where = within === 'space' ? ` in the space "${spaceId}"` : ''
  throw new NotAllowedError(`${displayActor(caller.actor)} lacks the permission "${permission}"${where}.`, {
    hint: `It permits: ${allows}. Ask an administrator for a role that has it.`,
    details: { permission, ...(within === 'space' ? { spaceId } : {}) },
  })
}
