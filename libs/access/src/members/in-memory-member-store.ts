import type { Identity } from './identity.ts'
import { includes, type Member } from './member.ts'
import type { MemberStore } from './member-store.ts'

/** For tests. */
export class InMemoryMemberStore implements MemberStore {
  readonly #members = new Map<string, Member>()

  async list(spaceId: string | undefined): Promise<readonly Member[]> {
    return [...this.#members.entries()]
      .filter(([, member]) => member.spaceId === spaceId)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([, member]) => member)
  }

  async listFor(identity: Identity): Promise<readonly Member[]> {
    return [...this.#members.values()].filter((member) => includes(member, identity))
  }

  async add(member: Member): Promise<boolean> {
    const isNew = !this.#members.has(keyOf(member))
    this.#members.set(keyOf(member), member)
    return isNew
  }

  async remove(member: Member): Promise<boolean> {
    return this.#members.delete(keyOf(member))
  }
}

function keyOf({ kind, name, role, spaceId }: Member): string {
  return [kind, name, role, spaceId ?? ''].join('\n')
}
