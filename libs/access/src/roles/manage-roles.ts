import { accountSpaceId } from '@groundplan/actor'
import { ConflictError, InputError, NotFoundError } from '@groundplan/errors'
import { requirePermission, type Caller } from '../caller.ts'
import type { Permission } from '../permissions.ts'
import { requireOwnPermissions } from './require-own-permissions.ts'
import type { RoleStore } from './role-store.ts'
import { builtInRoles, type Role } from '../roles.ts'

export interface RoleDependencies {
  readonly roles: RoleStore
  readonly now: () => Date
}

export interface RoleRequest {
  readonly name: string
  readonly title: string
  readonly permissions: readonly Permission[]
}

/** How many roles a company can define. */
export const mostRoles = 100

/** All roles by name: the built-in ones, then those of the company. */
export async function findRoles({
  roles,
}: Pick<RoleDependencies, 'roles'>): Promise<ReadonlyMap<string, Role>> {
  return withBuiltIn(await roles.list())
}

/** All roles by name, given those of the company. */
export function withBuiltIn(roles: readonly Role[]): ReadonlyMap<string, Role> {
  const all: readonly Role[] = [...Object.values(builtInRoles), ...roles]
  return new Map(all.map((role) => [role.name, role]))
}

/** Throws NotFoundError. */
export function requireRole(roles: ReadonlyMap<string, Role>, name: string): Role {
  const role = roles.get(name)
  if (role !== undefined) return role
  throw new NotFoundError(`There is no role "${name}".`, {
    hint: `There are: ${[...roles.keys()].join(', ')}.`,
  })
}

/**
 * Adds a role, or changes one. Throws InputError, NotAllowedError if it permits what the caller may not do in all spaces, and
 * ConflictError for the name of a built-in role.
 */
export async function putRole(
  request: RoleRequest,
  caller: Caller,
  { roles, now }: RoleDependencies,
): Promise<Role> {
  requirePermission(caller, 'roles.manage', accountSpaceId)
  const { name, title, permissions } = request
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(name))
    throw new InputError(`"${name}" is no name for a role.`, {
      hint: 'Use lowercase letters, digits and hyphens, beginning with a letter, at most 63.',
    })
  if (permissions.length === 0)
    throw new InputError(`The role "${name}" has no permissions.`, { hint: 'See docs/permissions.md.' })
  requireNotBuiltIn(name)
  requireOwnPermissions(permissions, caller, accountSpaceId)
  const known = await roles.list()
  if (known.length >= mostRoles && !known.some((role) => role.name === name))
    throw new ConflictError(`There are ${mostRoles} roles, which is the limit.`)
  const role = { name, title, permissions: new Set(permissions) }
  await roles.put(role, { by: caller.actor, at: now() })
  return role
}

/** Removes a role: who has it loses it at once. Throws NotFoundError, and ConflictError for a built-in role. */
export async function removeRole(
  name: string,
  caller: Caller,
  { roles, now }: RoleDependencies,
): Promise<void> {
  requirePermission(caller, 'roles.manage', accountSpaceId)
  requireNotBuiltIn(name)
  if (await roles.remove(name, { by: caller.actor, at: now() })) return
  throw new NotFoundError(`There is no role "${name}".`, { hint: 'See `groundplan role list`.' })
}

function requireNotBuiltIn(name: string): void {
  if (!Object.hasOwn(builtInRoles, name)) return
  throw new ConflictError(`The role "${name}" is built in and cannot be changed.`, {
    hint: 'Define a role with another name.',
  })
}
