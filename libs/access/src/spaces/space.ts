import { homeSpaceId } from '@groundplan/actor'
import type { Caller, Grant } from '../caller.ts'

/** A team's boundary: who is a member of it sees what is in it, and nobody else does. */
export interface Space {
  /** Lower-case letters, digits and dashes; never changes. */
  readonly name: string
  /** For people. */
  readonly title: string
  readonly description: string
  readonly createdAt: Date
  /** Since when nobody can enter it; absent: it is in use. */
  readonly archivedAt?: Date | undefined
  /** Absent: it was never declared in git. */
  readonly declaration?: SpaceDeclaration | undefined
}

/** Where a space is declared in git. */
export interface SpaceDeclaration {
  /** Of its file in the blueprint repository. */
  readonly path: string
  /** The lists that the file has, which nobody changes by hand: `members`, `credentials`, `blueprints`. */
  readonly parts: readonly string[]
  /** True once the file is gone: people manage the space again. */
  readonly isRemoved: boolean
}

/** The space that is always there, and the platform team's: imports and proposals are in it. */
export const homeSpace = {
  name: homeSpaceId,
  title: 'Platform',
  description: 'Imports modules, reviews blueprints and publishes them to the other spaces.',
} as const satisfies Pick<Space, 'name' | 'title' | 'description'>

/** A space that somebody may enter, with the names of the roles that they have in it. */
export interface OwnSpace extends Pick<Space, 'name' | 'title'> {
  /** Of the account and of the space, in the order in which they were given. Programs with a token have none. */
  readonly roles: readonly string[]
}

/** True if somebody has a role in a space, or in all of them. */
export function isMember({ grants }: Pick<Caller, 'grants'>, spaceId: string): boolean {
  return grants.some((grant) => holdsIn(grant, spaceId))
}

export function rolesIn({ grants }: Pick<Caller, 'grants'>, spaceId: string): readonly string[] {
  const names = grants.flatMap((grant) => (holdsIn(grant, spaceId) ? (grant.role.name ?? []) : []))
  return [...new Set(names)]
}

function holdsIn({ spaceId: granted }: Grant, spaceId: string): boolean {
  return granted === undefined || granted === spaceId
}
