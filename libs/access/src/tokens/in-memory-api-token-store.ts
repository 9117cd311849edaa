import type { ApiToken } from './api-token.ts'
import type { ApiTokenStore, TokenRevocation } from './api-token-store.ts'

/** For tests. */
export class InMemoryApiTokenStore implements ApiTokenStore {
  readonly #tokens = new Map<string, { token: ApiToken; readonly hash: string }>()

  async add(token: ApiToken, hash: string): Promise<void> {
    this.#tokens.set(token.id, { token, hash })
  }

  async list(): Promise<readonly ApiToken[]> {
    return [...this.#tokens.values()]
      .map(({ token }) => token)
      .toSorted((left, right) => right.createdAt.getTime() - left.createdAt.getTime())
  }

  async findByHash(hash: string): Promise<ApiToken | undefined> {
    return this.#tokens.values().find((each) => each.hash === hash)?.token
  }

  async revoke(id: string, { at }: TokenRevocation): Promise<ApiToken | undefined> {
    const known = this.#tokens.get(id)
    if (known === undefined) return undefined
    known.token = { ...known.token, revokedAt: known.token.revokedAt ?? at }
    return known.token
  }

  async noteUse(id: string, at: Date): Promise<void> {
    const known = this.#tokens.get(id)
    if (known !== undefined) known.token = { ...known.token, lastUsedAt: at }
  }
}
