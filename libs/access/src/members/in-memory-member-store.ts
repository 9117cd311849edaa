import type { AccessChange } from '../access-change.ts'
import type { Identity } from './identity.ts'
import { includes, type ListedMember, type Member } from './member.ts'
import type { MemberStore } from './member-store.ts'

/** For tests. */
export class InMemoryMemberStore implements MemberStore {
  readonly #members = new Map<string, ListedMember>()

  async list(spaceId: string | undefined): Promise<readonly ListedMember[]> {
    return [...this.#members.entries()]
      .filter(([, member]) => member.spaceId === spaceId)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([, member]) => member)
  }

  async listFor(identity: Identity): Promise<readonly Member[]> {
    return [...this.#members.values()]
      .filter((member) => includes(member, identity))
      .map(({ since: _, ...member }) => member)
  }

  async add(member: Member, { at }: AccessChange): Promise<boolean> {
    if (this.#members.has(keyOf(member))) return false
    this.#members.set(keyOf(member), { ...member, since: at })
    return true
  }

  async remove(member: Member): Promise<boolean> {
    return this.#members.delete(keyOf(member))
  }

  async changeRole(member: Member, role: string, { at }: AccessChange) {
    const changed = { ...member, role, since: at }
    if (!this.#members.has(keyOf(member))) return 'missing'
    if (this.#members.has(keyOf(changed))) return 'taken'
    this.#members.delete(keyOf(member))
    this.#members.set(keyOf(changed), changed)
    return 'changed'
  }
}

function keyOf({ kind, name, role, spaceId }: Member): string {
  return [kind, name, role, spaceId ?? ''].join('\n')
}
