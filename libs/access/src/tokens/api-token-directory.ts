import type { ApiToken } from './api-token.ts'

/** A token with the space that it belongs to, and works in. */
export interface FoundToken {
  readonly token: ApiToken
  readonly spaceId: string
}

/** Port: the tokens of all spaces, for whoever calls with one. */
export interface ApiTokenDirectory {
  /** By the hash of its secret; one that is revoked or expired as well. */
  findByHash(hash: string): Promise<FoundToken | undefined>
  noteUse(token: { readonly id: string; readonly spaceId: string }, at: Date): Promise<void>
}
