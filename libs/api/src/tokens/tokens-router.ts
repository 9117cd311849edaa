import {
  createApiToken,
  isValid,
  listApiTokens,
  permissionNames,
  revokeApiToken,
  rotateApiToken,
  type ApiToken,
  type Permission,
} from '@groundplan/access'
import { displayActor } from '@groundplan/actor'
import { z } from 'zod'
import { line } from '../input-schemas.ts'
import { procedureFor, router } from '../trpc.ts'

const managing = procedureFor('tokens.manage')

const CreateToken = z.object({
  name: line(100),
  permissions: z.array(z.enum(permissionNames)).max(permissionNames.length),
  days: z.int().default(90),
})

/** Tokens of programs. The secret of a token is only in the answer that creates it. */
export const tokensRouter = router({
  /** The newest first, with those that are revoked or expired. */
  list: managing.query(async ({ ctx }) => {
    const tokens = await listApiTokens(ctx.caller, ctx)
    return { items: tokens.map((token) => toView(token, ctx.now())) }
  }),

  create: managing.input(CreateToken).mutation(async ({ ctx, input }) => {
    const { token, secret } = await createApiToken(input, ctx.caller, ctx)
    return { ...toView(token, ctx.now()), secret }
  }),

  /** Creates a second token of a name, with the same permissions; the first one stays valid. */
  rotate: managing.input(CreateToken.omit({ permissions: true })).mutation(async ({ ctx, input }) => {
    const { token, secret, previous } = await rotateApiToken(input, ctx.caller, ctx)
    return { ...toView(token, ctx.now()), secret, previous: toView(previous, ctx.now()) }
  }),

  /** Ends a token at once. */
  revoke: managing
    .input(z.object({ id: line(100) }))
    .mutation(async ({ ctx, input }) => toView(await revokeApiToken(input.id, ctx.caller, ctx), ctx.now())),
})

/** A token as clients see it; times are ISO 8601. */
export interface ApiTokenView {
  readonly id: string
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly status: 'valid' | 'expired' | 'revoked'
  readonly createdBy: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly lastUsedAt?: string | undefined
  readonly revokedAt?: string | undefined
}

function toView(token: ApiToken, now: Date): ApiTokenView {
  const { id, name, permissions, createdAt, createdBy, expiresAt, lastUsedAt, revokedAt } = token
  return {
    ...{ id, name, permissions, createdBy: displayActor(createdBy) },
    status: isValid(token, now) ? 'valid' : revokedAt === undefined ? 'expired' : 'revoked',
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString(),
    revokedAt: revokedAt?.toISOString(),
  }
}
