import { accountSpaceId } from '@groundplan/actor'
import { ConflictError, InputError, NotFoundError } from '@groundplan/errors'
import { requirePermission, type Caller } from '../caller.ts'
import { findRoles, requireRole } from '../roles/manage-roles.ts'
import { requireOwnPermissions } from '../roles/require-own-permissions.ts'
import type { RoleStore } from '../roles/role-store.ts'
import type { Member } from './member.ts'
import type { MemberStore } from './member-store.ts'

export interface MemberDependencies {
  readonly members: MemberStore
  readonly roles: RoleStore
  readonly now: () => Date
}

/** How many members a space, or the account, can have. */
export const mostMembers = 2000

/** The members of a space; without one, those of all spaces. */
export function listMembers(
  spaceId: string | undefined,
  caller: Caller,
  { members }: MemberDependencies,
): Promise<readonly Member[]> {
  requirePermission(caller, 'members.read', spaceId ?? accountSpaceId)
  return members.list(spaceId)
}

/**
 * Gives somebody a role. Throws InputError, NotFoundError if there is no such role, NotAllowedError if it permits what the caller may
 * not do, and ConflictError if they have it already.
 */
export async function addMember(
  member: Member,
  caller: Caller,
  dependencies: MemberDependencies,
): Promise<void> {
  const { members, now } = dependencies
  const place = member.spaceId ?? accountSpaceId
  requirePermission(caller, 'members.manage', place)
  if (member.name.trim() === '' || member.name !== member.name.trim())
    throw new InputError('The name is empty, or begins or ends with a space.', {
      hint: 'Use the name exactly as the identity provider sends it.',
    })
  const role = requireRole(await findRoles(dependencies), member.role)
  requireOwnPermissions([...role.permissions], caller, place)
  if ((await members.list(member.spaceId)).length >= mostMembers)
    throw new ConflictError(`There are ${mostMembers} members, which is the limit.`, {
      hint: 'Use groups of the identity provider.',
    })
  if (await members.add(member, { by: caller.actor, at: now() })) return
  throw new ConflictError(`The ${member.kind} "${member.name}" has the role "${member.role}" already.`)
}

/** Takes a role away. Throws NotFoundError. */
export async function removeMember(
  member: Member,
  caller: Caller,
  { members, now }: MemberDependencies,
): Promise<void> {
  requirePermission(caller, 'members.manage', member.spaceId ?? accountSpaceId)
  if (await members.remove(member, { by: caller.actor, at: now() })) return
  throw new NotFoundError(
    `The ${member.kind} "${member.name}" does not have the role "${member.role}" there.`,
    {
      hint: 'See `groundplan member list`.',
    },
  )
}
