import type { Account } from '../model/account.ts'
import type { World } from '../model/world.ts'

export type Authentication =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'none' }
  | { readonly kind: 'refused' }

/** What a host takes for a token of its bot. */
export interface SignInRules {
  readonly token: string
  /** With which user names a token may be a password: with any, or a person's token with that person's only. */
  readonly basicTokens?: 'any-user' | 'own-user' | undefined
}

/**
 * Whose request it is: the bot's by its token, as `Bearer`, `token` or password; a person's by the login as user name and
 * password, which is enough on one's own machine.
 */
export function authenticate(
  world: World,
  authorization: string | undefined,
  { token, basicTokens = 'any-user' }: SignInRules,
): Authentication {
  if (authorization === undefined) return { kind: 'none' }
  const { scheme, username, secret } = parse(authorization)
  if (scheme === 'basic' && basicTokens === 'own-user' && isToken(world, secret, token)) {
    const owner = world.signIns.find(secret)
    const isOfProject = typeof owner === 'object' && owner.installedOn !== undefined
    if (isOfProject || username !== world.bot.login) return { kind: 'refused' }
  }
  if (secret === token) {
    return world.tokensAreGood ? { kind: 'account', account: world.bot } : { kind: 'refused' }
  }
  const issued = world.tokensAreGood ? world.signIns.find(secret) : 'expired'
  if (issued === 'expired' && world.signIns.find(secret) !== undefined) return { kind: 'refused' }
  if (typeof issued === 'object') return { kind: 'account', account: issued }
  const account = world.findAccount(username)
  if (account === undefined || account.bot || secret !== username) return { kind: 'refused' }
  return { kind: 'account', account }
}

function isToken(world: World, secret: string, token: string): boolean {
  return secret === token || world.signIns.find(secret) !== undefined
}

function parse(authorization: string): { scheme: string; username: string; secret: string } {
  const [given = '', value = ''] = authorization.split(/\s+/, 2)
  const scheme = given.toLowerCase()
  if (scheme !== 'basic') return { scheme, username: '', secret: value }
  const text = Buffer.from(value, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return { scheme, username: text.slice(0, colon), secret: text.slice(colon + 1) }
}
