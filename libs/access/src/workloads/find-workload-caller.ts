import type { Caller } from '../caller.ts'
import type { WorkloadDirectory } from './workload-store.ts'
import { matchesClaims, type WorkloadClaims } from './workload.ts'

export interface WorkloadCallerDependencies {
  readonly workloads: WorkloadDirectory
  /**
   * What a token says, if its issuer signed it for the audience and it is valid now; `undefined` otherwise. Throws ExternalServiceError
   * if the issuer's keys cannot be had.
   */
  readonly verifyToken: (
    token: string,
    expected: { readonly issuer: string; readonly audience: string },
  ) => Promise<WorkloadClaims | undefined>
  readonly now: () => Date
}

/** Longer tokens are none: those of CI services have 1 to 3 KiB. */
const mostTokenLength = 16_384

/** The last use is only kept to this many milliseconds, so that calls do not all write. */
const useInterval = 60_000

/** How much of a subject history keeps. */
const mostSubjectLength = 200

/** True if a text has the form of a signed token; others need not be looked up. */
export function isSignedToken(text: string): boolean {
  return text.length <= mostTokenLength && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)
}

/**
 * Who calls with a token of another issuer, or `undefined` if no space trusts it. Issuers that nobody trusts are never asked for their
 * keys. A token that several workloads describe has the permissions of all of them.
 */
export async function findWorkloadCaller(
  token: string,
  { workloads, verifyToken, now }: WorkloadCallerDependencies,
): Promise<Caller | undefined> {
  if (!isSignedToken(token)) return undefined
  const { iss: issuer, aud } = readUnverified(token)
  if (typeof issuer !== 'string') return undefined
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  const possible = (await workloads.findByIssuer(issuer)).filter(({ audience }) =>
    audiences.includes(audience),
  )
  const claims = await verify(token, issuer, new Set(possible.map(({ audience }) => audience)), verifyToken)
  if (claims === undefined) return undefined
  const trusted = possible.filter((workload) => matchesClaims(workload, claims))
  if (trusted.length === 0) return undefined
  const at = now()
  const unnoted = trusted.filter(
    ({ lastUsedAt }) => lastUsedAt === undefined || at.getTime() - lastUsedAt.getTime() >= useInterval,
  )
  if (unnoted.length > 0)
    await workloads.noteUse(
      unnoted.map(({ id }) => id),
      at,
    )
  return {
    actor: { kind: 'workload', name: claims.sub.slice(0, mostSubjectLength), issuer },
    grants: trusted.map(({ permissions, spaceId }) => ({
      // Every client asks for the version of the server.
      role: { permissions: new Set([...permissions, 'server.read' as const]) },
      spaceId,
    })),
    ...(trusted.every(({ spaceId }) => spaceId === trusted[0]?.spaceId)
      ? { defaultSpaceId: trusted[0]?.spaceId }
      : {}),
  }
}

/** The signature covers all audiences of a token: verified for one of them, it is verified for all. */
async function verify(
  token: string,
  issuer: string,
  audiences: ReadonlySet<string>,
  verifyToken: WorkloadCallerDependencies['verifyToken'],
): Promise<WorkloadClaims | undefined> {
  const [audience] = audiences
  return audience === undefined ? undefined : verifyToken(token, { issuer, audience })
}

function readUnverified(token: string): Readonly<Record<string, unknown>> {
  const [, payload = ''] = token.split('.')
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null ? { ...claims } : {}
  } catch {
    return {}
  }
}
