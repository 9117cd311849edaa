import type { Caller } from '../caller.ts'
import { hashText } from '../secret-text.ts'
import { isSecret, isValid } from './api-token.ts'
import type { TokenDependencies } from './manage-tokens.ts'

/** The last use is only kept to this many milliseconds, so that calls do not all write. */
const useInterval = 60_000

/** Who calls with a secret, or `undefined` if it belongs to no valid token. */
export async function findTokenCaller(
  secret: string,
  { tokens, spaceId, now }: TokenDependencies,
): Promise<Caller | undefined> {
  if (!isSecret(secret)) return undefined
  const token = await tokens.findByHash(await hashText(secret))
  const at = now()
  if (token === undefined || !isValid(token, at)) return undefined
  if (token.lastUsedAt === undefined || at.getTime() - token.lastUsedAt.getTime() >= useInterval)
    await tokens.noteUse(token.id, at)
  return {
    actor: { kind: 'api-token', name: token.name },
    // Every client asks for the version of the server.
    grants: [{ role: { permissions: new Set([...token.permissions, 'server.read' as const]) }, spaceId }],
  }
}
