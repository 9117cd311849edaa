import type { Grant } from '../caller.ts'
import type { Role } from '../roles.ts'
import type { Identity } from './identity.ts'

export const memberKinds = ['person', 'group'] as const
export type MemberKind = (typeof memberKinds)[number]

/** Who has a role: one person, or everybody of a group of the identity provider. */
export interface Member {
  readonly kind: MemberKind
  /** A username, or the name of a group, as the provider writes it. */
  readonly name: string
  /** Name of a role. */
  readonly role: string
  /** Absent: in all spaces, and in what belongs to none. */
  readonly spaceId?: string | undefined
}

/** A member as the list of a space shows it. */
export interface ListedMember extends Member {
  /** Since when they have the role. */
  readonly since: Date
}

/** True if a member stands for somebody. */
export function includes({ kind, name }: Pick<Member, 'kind' | 'name'>, identity: Identity): boolean {
  return kind === 'person' ? name === identity.username : identity.groups.includes(name)
}

/** What somebody may do by the members that stand for them. Roles that no longer exist permit nothing. */
export function findGrants(
  identity: Identity,
  members: readonly Member[],
  roles: ReadonlyMap<string, Role>,
): readonly Grant[] {
  return members.flatMap((member) => {
    const role = includes(member, identity) ? roles.get(member.role) : undefined
    return role === undefined ? [] : [{ role, spaceId: member.spaceId }]
  })
}
