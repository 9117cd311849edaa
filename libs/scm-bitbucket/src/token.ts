/** A token, or a function called before each request, for tokens that change. */
export type Token = string | (() => Promise<string>)

/** The current token. */
export async function readToken(token: Token): Promise<string> {
  return typeof token === 'string' ? token : token()
}
