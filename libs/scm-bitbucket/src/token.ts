/** A token, or a function that is asked before each request where tokens change. */
export type Token = string | (() => Promise<string>)

/** The token as it is now. */
export async function readToken(token: Token): Promise<string> {
  return typeof token === 'string' ? token : token()
}
