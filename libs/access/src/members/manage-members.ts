import { accountSpaceId } from '@groundplan/actor'
import { ConflictError, InputError, NotFoundError } from '@groundplan/errors'
import { requirePermission, type Caller } from '../caller.ts'
import { findRoles, requireRole } from '../roles/manage-roles.ts'
import { requireOwnPermissions } from '../roles/require-own-permissions.ts'
import type { RoleStore } from '../roles/role-store.ts'
import type { ListedMember, Member } from './member.ts'
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
): Promise<readonly ListedMember[]> {
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
  await requireGivable(member.role, caller, { ...dependencies, place })
  if ((await members.list(member.spaceId)).length >= mostMembers)
    throw new ConflictError(`There are ${mostMembers} members, which is the limit.`, {
      hint: 'Use groups of the identity provider.',
    })
  if (await members.add(member, { by: caller.actor, at: now() })) return
  throw alreadyHas(member)
}

/**
 * Gives a member another role in the place of theirs. Throws NotFoundError if there is no such role or member, NotAllowedError if the role
 * permits what the caller may not do, and ConflictError if the member has it already.
 */
export async function changeMemberRole(
  member: Member,
  role: string,
  caller: Caller,
  dependencies: MemberDependencies,
): Promise<void> {
  const { members, now } = dependencies
  const place = member.spaceId ?? accountSpaceId
  requirePermission(caller, 'members.manage', place)
  await requireGivable(role, caller, { ...dependencies, place })
  if (role === member.role) throw alreadyHas({ ...member, role })
  const result = await members.changeRole(member, role, { by: caller.actor, at: now() })
  if (result === 'missing') throw notFound(member)
  if (result === 'taken') throw alreadyHas({ ...member, role })
}

/** Takes a role away. Throws NotFoundError. */
export async function removeMember(
  member: Member,
  caller: Caller,
  { members, now }: MemberDependencies,
): Promise<void> {
  requirePermission(caller, 'members.manage', member.spaceId ?? accountSpaceId)
  if (await members.remove(member, { by: caller.actor, at: now() })) return
  throw notFound(member)
}

/** Throws if there is no such role, or it permits what the caller may not do in a place. */
async function requireGivable(
  role: string,
  caller: Caller,
  { roles, place }: Pick<MemberDependencies, 'roles'> & { readonly place: string },
): Promise<void> {
  const { permissions } = requireRole(await findRoles({ roles }), role)
  requireOwnPermissions([...permissions], caller, place)
}

function alreadyHas({ kind, name, role }: Member): ConflictError {
  return new ConflictError(`The ${kind} "${name}" has the role "${role}" already.`)
}

function notFound({ kind, name, role }: Member): NotFoundError {
  return new NotFoundError(`The ${kind} "${name}" does not have the role "${role}" there.`, {
    hint: 'See `groundplan member list`.',
  })
}
