import {
  distrustWorkload,
  listWorkloads,
  permissionNames,
  trustWorkload,
  type Permission,
  type Workload,
} from '@groundplan/access'
import { displayActor } from '@groundplan/actor'
import { z } from 'zod'
import { line } from '../input-schemas.ts'
import { procedureFor, router } from '../trpc.ts'

const managing = procedureFor('tokens.manage')

const mostClaims = 20

const TrustWorkload = z.object({
  name: line(100),
  issuer: line(500),
  audience: line(500),
  claims: z
    .record(line(100), line(500))
    .refine((claims) => Object.keys(claims).length <= mostClaims, `At most ${mostClaims} claims.`),
  permissions: z.array(z.enum(permissionNames)).max(permissionNames.length),
})

/** Programs that call with tokens of other issuers, such as pipelines. */
export const workloadsRouter = router({
  /** By name. */
  list: managing.query(async ({ ctx }) => ({ items: (await listWorkloads(ctx.caller, ctx)).map(toView) })),

  trust: managing
    .input(TrustWorkload)
    .mutation(async ({ ctx, input }) => toView(await trustWorkload(input, ctx.caller, ctx))),

  /** Its tokens are refused at once. */
  remove: managing
    .input(z.object({ name: line(100) }))
    .mutation(async ({ ctx, input }) => toView(await distrustWorkload(input.name, ctx.caller, ctx))),
})

/** A workload as clients see it; times are ISO 8601. */
export interface WorkloadView {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly audience: string
  readonly claims: Readonly<Record<string, string>>
  readonly permissions: readonly Permission[]
  readonly createdBy: string
  readonly createdAt: string
  readonly lastUsedAt?: string | undefined
}

function toView({
  id,
  name,
  issuer,
  audience,
  claims,
  permissions,
  createdAt,
  createdBy,
  lastUsedAt,
}: Workload): WorkloadView {
  return {
    ...{ id, name, issuer, audience, claims, permissions },
    ...{ createdBy: displayActor(createdBy), createdAt: createdAt.toISOString() },
    lastUsedAt: lastUsedAt?.toISOString(),
  }
}
