import type { Account } from '../model/account.ts'
import type { World } from '../model/world.ts'

export type Authentication =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'none' }
  | { readonly kind: 'refused' }

/**
 * Whose request it is: the bot's by its token, as `Bearer`, `token` or password; a person's by the login as user name and
 * password, which is enough on one's own machine.
 */
export function authenticate(world: World, authorization: string | undefined, token: string): Authentication {
  if (authorization === undefined) return { kind: 'none' }
  const { username, secret } = parse(authorization)
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

function parse(authorization: string): { username: string; secret: string } {
  const [scheme = '', value = ''] = authorization.split(/\s+/, 2)
  if (scheme.toLowerCase() !== 'basic') return { username: '', secret: value }
  const text = Buffer.from(value, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return { username: text.slice(0, colon), secret: text.slice(colon + 1) }
}
