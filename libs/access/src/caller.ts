import { accountSpaceId, displayActor, homeSpaceId, type Actor } from '@groundplan/actor'
import { NotAllowedError } from '@groundplan/errors'
import { permissions, type Permission } from './permissions.ts'
import type { Role } from './roles.ts'

/** A role that somebody has, in one space or in the whole account. */
export interface Grant {
  readonly role: Pick<Role, 'permissions'> & Partial<Pick<Role, 'name'>>
  /** Absent: in all spaces, and in what belongs to none. */
  readonly spaceId?: string | undefined
}

/** Who asks for something, and what they may do. */
export interface Caller {
  readonly actor: Actor
  readonly grants: readonly Grant[]
  /** The space that somebody works in unless they name another one; absent: the home space. */
  readonly defaultSpaceId?: string | undefined
}

/** True for the space whose members may do something for the whole account as well, and for the account itself. */
function isOfPlatform(spaceId: string | undefined): boolean {
  return spaceId === undefined || spaceId === homeSpaceId || spaceId === accountSpaceId
}

/** True if a permission means something to whoever has it in a space only. */
export function canBeHeldIn(permission: Permission, spaceId: string): boolean {
  const { within } = permissions[permission]
  return within === 'space' || within === 'any' || isOfPlatform(spaceId)
}

/** True if somebody has a permission in a space. */
export function isAllowed(
  { grants }: Pick<Caller, 'grants'>,
  permission: Permission,
  spaceId: string,
): boolean {
  const { within } = permissions[permission]
  if (within === 'home' && !isOfPlatform(spaceId)) return false
  return grants.some(({ role, spaceId: granted }) => {
    if (!role.permissions.has(permission)) return false
    if (within === 'any') return true
    return within === 'account' ? isOfPlatform(granted) : granted === undefined || granted === spaceId
  })
}

/** Throws NotAllowedError if somebody lacks a permission in a space. */
export function requirePermission(caller: Caller, permission: Permission, spaceId: string): void {
  if (isAllowed(caller, permission, spaceId)) return
  const { allows, within } = permissions[permission]
  if (within === 'home' && !isOfPlatform(spaceId)) {
    throw new NotAllowedError(
      `The permission "${permission}" is about the blueprint repository, which only the space "${homeSpaceId}" has; you asked in the space "${spaceId}".`,
      { hint: `Ask in the space "${homeSpaceId}".`, details: { permission, spaceId } },
    )
  }
  const isAnywhere = within === 'account' || within === 'any'
  const where = isAnywhere ? '' : ` in the space "${spaceId}"`
  throw new NotAllowedError(`${displayActor(caller.actor)} lacks the permission "${permission}"${where}.`, {
    hint: `It permits: ${allows}. ${findRemedy(caller, spaceId)}`,
    details: { permission, ...(isAnywhere ? {} : { spaceId }) },
  })
}

/** Who is a member of other spaces only has probably asked in the wrong one. */
function findRemedy({ grants }: Caller, spaceId: string): string {
  const own = [...new Set(grants.map((grant) => grant.spaceId))]
  const isElsewhere = own.length > 0 && !own.includes(undefined) && !own.includes(spaceId)
  if (!isElsewhere || spaceId === accountSpaceId) return 'Ask an administrator for a role that has it.'
  return `You have roles in ${own.map((name) => `"${name}"`).join(', ')}: choose a space with --space or GROUNDPLAN_SPACE.`
}
