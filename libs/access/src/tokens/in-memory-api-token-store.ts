import type { ApiToken } from './api-token.ts'
import type { ApiTokenDirectory, FoundToken } from './api-token-directory.ts'
import type { ApiTokenStore, TokenRevocation } from './api-token-store.ts'

/** For tests: the tokens of one space, and the directory of an installation that has no other space. */
export class InMemoryApiTokenStore implements ApiTokenStore, ApiTokenDirectory {
  readonly #spaceId: string

  readonly #tokens = new Map<string, { token: ApiToken; readonly hash: string }>()

  constructor(spaceId = 'default') {
    this.#spaceId = spaceId
  }

  async add(token: ApiToken, hash: string): Promise<void> {
    this.#tokens.set(token.id, { token, hash })
  }

  async list(): Promise<readonly ApiToken[]> {
    return [...this.#tokens.values()]
      .map(({ token }) => token)
      .toSorted((left, right) => right.createdAt.getTime() - left.createdAt.getTime())
  }

  async findByHash(hash: string): Promise<FoundToken | undefined> {
    const token = this.#tokens.values().find((each) => each.hash === hash)?.token
    return token && { token, spaceId: this.#spaceId }
  }

  async revoke(id: string, { at }: TokenRevocation): Promise<ApiToken | undefined> {
    const known = this.#tokens.get(id)
    if (known === undefined) return undefined
    known.token = { ...known.token, revokedAt: known.token.revokedAt ?? at }
    return known.token
  }

  async noteUse({ id }: { readonly id: string }, at: Date): Promise<void> {
    const known = this.#tokens.get(id)
    if (known !== undefined) known.token = { ...known.token, lastUsedAt: at }
  }
}
