import type { Caller } from '../caller.ts'
import { hashText } from '../secret-text.ts'
import { isSecret, isValid } from './api-token.ts'
import type { ApiTokenDirectory } from './api-token-directory.ts'

export interface TokenCallerDependencies {
  readonly tokenDirectory: ApiTokenDirectory
  readonly now: () => Date
}

/** The last use is only kept to this many milliseconds, so that calls do not all write. */
const useInterval = 60_000

/** Who calls with a secret, or `undefined` if it belongs to no valid token of any space. */
export async function findTokenCaller(
  secret: string,
  { tokenDirectory, now }: TokenCallerDependencies,
): Promise<Caller | undefined> {
  if (!isSecret(secret)) return undefined
  const found = await tokenDirectory.findByHash(await hashText(secret))
  const at = now()
  if (found === undefined || !isValid(found.token, at)) return undefined
  const { token, spaceId } = found
  if (token.lastUsedAt === undefined || at.getTime() - token.lastUsedAt.getTime() >= useInterval)
    await tokenDirectory.noteUse({ id: token.id, spaceId }, at)
  return {
    actor: { kind: 'api-token', name: token.name },
    // Every client asks for the version of the server.
    grants: [{ role: { permissions: new Set([...token.permissions, 'server.read' as const]) }, spaceId }],
    defaultSpaceId: spaceId,
  }
}
