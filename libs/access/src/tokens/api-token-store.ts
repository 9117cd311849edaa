import type { Actor } from '@groundplan/actor'
import type { ApiToken } from './api-token.ts'

/** Port: the tokens of one space. Each change and its event are written in one transaction. */
export interface ApiTokenStore {
  /** Adds a token with the hash of its secret. */
  add(token: ApiToken, hash: string): Promise<void>
  /** The newest first, with those that are revoked or expired. */
  list(): Promise<readonly ApiToken[]>
  /** `undefined` if there is no such token. One that is revoked already stays as it is. */
  revoke(id: string, revocation: TokenRevocation): Promise<ApiToken | undefined>
}

export interface TokenRevocation {
  readonly by: Actor
  readonly at: Date
}
