import { fixedToken, type TokenSource } from '@groundplan/http'

/** A token, or a source of tokens that expire. */
export type Token = string | TokenSource

/** The source of a token. */
export function tokenSource(token: Token): TokenSource {
  return typeof token === 'string' ? fixedToken(token) : token
}
