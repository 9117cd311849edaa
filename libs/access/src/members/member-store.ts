import type { AccessChange } from '../access-change.ts'
import type { Identity } from './identity.ts'
import type { ListedMember, Member } from './member.ts'

/** Port: the members of all spaces. Each change and its event are written in one transaction. */
export interface MemberStore {
  /** Members of one space, or those of all spaces; by kind and name. */
  list(spaceId: string | undefined): Promise<readonly ListedMember[]>
  /** Those that stand for somebody, in every space. */
  listFor(identity: Identity): Promise<readonly Member[]>
  /** False if there is such a member already. */
  add(member: Member, change: AccessChange): Promise<boolean>
  /** False if there is no such member. */
  remove(member: Member, change: AccessChange): Promise<boolean>
  /** Gives a member another role in the place of theirs. `taken`: they have that one as well. */
  changeRole(member: Member, role: string, change: AccessChange): Promise<'changed' | 'missing' | 'taken'>
}
