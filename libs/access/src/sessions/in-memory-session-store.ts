import type { Session, SessionKeys } from './session.ts'
import type { SessionOwner, SessionRotation, SessionStore, StoredSession } from './session-store.ts'

/** For tests. */
export class InMemorySessionStore implements SessionStore {
  readonly #sessions = new Map<string, StoredSession>()

  async add(stored: StoredSession): Promise<void> {
    this.#sessions.set(stored.session.id, stored)
  }

  async findByHash(hash: string): Promise<StoredSession | undefined> {
    return this.#sessions.values().find(({ keys }) => keys.hash === hash || keys.previousHash === hash)
  }

  async noteUse(
    id: string,
    { at, confirms }: { readonly at: Date; readonly confirms: boolean },
  ): Promise<void> {
    this.#change(id, ({ session, keys }) => ({
      session: { ...session, seenAt: at },
      keys: confirms ? { ...keys, confirmedAt: keys.confirmedAt ?? at } : keys,
    }))
  }

  async rotate(id: string, { from, to, previous, at }: SessionRotation): Promise<boolean> {
    if (this.#sessions.get(id)?.keys.hash !== from) return false
    const keys: SessionKeys = { hash: to, rotatedAt: at, previousHash: previous }
    this.#change(id, ({ session }) => ({ session, keys }))
    return true
  }

  async end(id: string): Promise<void> {
    this.#sessions.delete(id)
  }

  async endOf(owner: SessionOwner): Promise<number> {
    const ended = [...this.#sessions.values()].filter(({ session }) => isOf(session, owner))
    for (const { session } of ended) this.#sessions.delete(session.id)
    return ended.length
  }

  async listOf(owner: { readonly issuer: string; readonly subject: string }): Promise<readonly Session[]> {
    return [...this.#sessions.values()]
      .map(({ session }) => session)
      .filter((session) => isOf(session, owner))
      .toSorted((left, right) => right.createdAt.getTime() - left.createdAt.getTime())
  }

  async tidy({ at, seenBefore }: { readonly at: Date; readonly seenBefore: Date }): Promise<void> {
    for (const { session } of [...this.#sessions.values()])
      if (session.expiresAt <= at || session.seenAt < seenBefore) this.#sessions.delete(session.id)
  }

  #change(id: string, change: (stored: StoredSession) => StoredSession): void {
    const known = this.#sessions.get(id)
    if (known !== undefined) this.#sessions.set(id, change(known))
  }
}

function isOf({ identity, providerSession }: Session, owner: SessionOwner): boolean {
  return (
    identity.issuer === owner.issuer &&
    (owner.subject === undefined || identity.subject === owner.subject) &&
    (owner.providerSession === undefined || providerSession === owner.providerSession)
  )
}
