import { ConflictError, InputError, NotFoundError } from '@groundplan/errors'
import { canBeHeldIn, requirePermission, type Caller } from '../caller.ts'
import type { Permission } from '../permissions.ts'
import { requireOwnPermissions } from '../roles/require-own-permissions.ts'
import { hashText } from '../secret-text.ts'
import { createSecret, isValid, type ApiToken } from './api-token.ts'
import type { ApiTokenStore } from './api-token-store.ts'

export interface TokenDependencies {
  readonly tokens: ApiTokenStore
  readonly spaceId: string
  readonly now: () => Date
}

export interface TokenRequest {
  readonly name: string
  readonly permissions: readonly Permission[]
  /** Days until it expires, up to 366. */
  readonly days: number
}

const millisecondsPerDay = 24 * 3_600_000
const mostDays = 366

/** How many tokens of a space can be valid at a time. */
export const mostTokens = 200

/**
 * Creates a token. The secret is only in this answer. Throws InputError, NotAllowedError if the token could do more than its creator,
 * or ConflictError if there are too many or there is a valid one of that name.
 */
export async function createApiToken(
  { name, permissions, days }: TokenRequest,
  caller: Caller,
  { tokens, spaceId, now }: TokenDependencies,
): Promise<{ readonly token: ApiToken; readonly secret: string }> {
  requirePermission(caller, 'tokens.manage', spaceId)
  if (name.trim() === '')
    throw new InputError('The token has no name.', { hint: 'Name the program that uses it.' })
  if (permissions.length === 0)
    throw new InputError('The token has no permissions.', { hint: 'Specify at least one.' })
  requireDays(days)
  const missing = permissions.filter((permission) => !canBeHeldIn(permission, spaceId))
  if (missing.length > 0)
    throw new InputError(`The space "${spaceId}" has nothing that these permit: ${missing.join(', ')}.`, {
      hint: 'Create the token in the home space, whose members look after the whole server.',
    })
  requireOwnPermissions(permissions, caller, spaceId)
  const valid = (await tokens.list()).filter((token) => isValid(token, now()))
  if (valid.some((token) => token.name === name))
    throw new ConflictError(`There is a valid token "${name}" already.`, {
      hint: 'Choose another name, revoke that token, or rotate it: `groundplan token rotate`.',
    })
  return addToken({ name, permissions, days }, valid, caller, { tokens, now })
}

/**
 * Creates another token of the same name, with the same permissions, so that a program can change over while the old one is still
 * valid: until it expires or is revoked. Throws what {@link createApiToken} throws, NotFoundError if there is no valid token of that
 * name, and ConflictError if there are two.
 */
export async function rotateApiToken(
  { name, days }: Omit<TokenRequest, 'permissions'>,
  caller: Caller,
  { tokens, spaceId, now }: TokenDependencies,
): Promise<{ readonly token: ApiToken; readonly secret: string; readonly previous: ApiToken }> {
  requirePermission(caller, 'tokens.manage', spaceId)
  requireDays(days)
  const valid = (await tokens.list()).filter((token) => isValid(token, now()))
  const [previous, older] = valid.filter((token) => token.name === name)
  if (previous === undefined)
    throw new NotFoundError(`There is no valid token "${name.slice(0, 80)}".`, {
      hint: 'See `groundplan token list`.',
    })
  if (older !== undefined)
    throw new ConflictError(`There are two valid tokens "${name}" already.`, {
      hint: `Revoke the one that is no longer used: \`groundplan token revoke ${older.id}\`.`,
    })
  const { permissions } = previous
  requireOwnPermissions(permissions, caller, spaceId)
  return { ...(await addToken({ name, permissions, days }, valid, caller, { tokens, now })), previous }
}

async function addToken(
  { name, permissions, days }: TokenRequest,
  valid: readonly ApiToken[],
  caller: Caller,
  { tokens, now }: Pick<TokenDependencies, 'tokens' | 'now'>,
): Promise<{ readonly token: ApiToken; readonly secret: string }> {
  if (valid.length >= mostTokens)
    throw new ConflictError(`The space has ${mostTokens} valid tokens, which is the limit.`, {
      hint: 'Revoke tokens that are no longer used.',
    })
  const createdAt = now()
  const token: ApiToken = {
    id: crypto.randomUUID(),
    name,
    permissions: [...new Set(permissions)],
    createdAt,
    createdBy: caller.actor,
    expiresAt: new Date(createdAt.getTime() + days * millisecondsPerDay),
  }
  const secret = createSecret()
  await tokens.add(token, await hashText(secret))
  return { token, secret }
}

function requireDays(days: number): void {
  if (!Number.isInteger(days) || days < 1 || days > mostDays)
    throw new InputError(`A token is valid for 1 to ${mostDays} days, not ${days}.`)
}

/** The tokens of a space, the newest first. */
export function listApiTokens(
  caller: Caller,
  { tokens, spaceId }: TokenDependencies,
): Promise<readonly ApiToken[]> {
  requirePermission(caller, 'tokens.manage', spaceId)
  return tokens.list()
}

/** Ends a token at once. Throws NotFoundError. */
export async function revokeApiToken(
  id: string,
  caller: Caller,
  { tokens, spaceId, now }: TokenDependencies,
): Promise<ApiToken> {
  requirePermission(caller, 'tokens.manage', spaceId)
  const revoked = await tokens.revoke(id, { by: caller.actor, at: now() })
  if (revoked !== undefined) return revoked
  throw new NotFoundError(`There is no token with the ID "${id}".`, { hint: 'See `groundplan token list`.' })
}
