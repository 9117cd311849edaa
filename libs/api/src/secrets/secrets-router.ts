import { displayActor } from '@groundplan/actor'
import { listSecrets, putSecret, removeSecret, rotateKey, type StoredSecret } from '@groundplan/secrets'
import { z } from 'zod'
import { line } from '../input-schemas.ts'
import { procedureFor, router } from '../trpc.ts'

const managing = procedureFor('secrets.manage')

const PutSecret = z.object({
  name: line(100),
  value: z.string().max(100_000),
  origins: z.array(line(300)).max(100),
})

/** Secrets of the space. Nothing here answers with a value. */
export const secretsRouter = router({
  /** By name. */
  list: procedureFor('secrets.read').query(async ({ ctx }) => {
    const secrets = await listSecrets(ctx.caller, ctx)
    return { items: secrets.map(toView) }
  }),

  /** Adds a secret or replaces its value. */
  put: managing
    .input(PutSecret)
    .mutation(async ({ ctx, input }) => toView(await putSecret(input, ctx.caller, ctx))),

  remove: managing.input(z.object({ name: line(100) })).mutation(async ({ ctx, input }) => {
    await removeSecret(input.name, ctx.caller, ctx)
    return { name: input.name }
  }),

  /** Encrypts with the current master key what a former one encrypts, in all spaces. */
  rotateKey: procedureFor('keys.rotate').mutation(({ ctx }) => rotateKey(ctx.caller, ctx)),
})

/** A secret as clients see it; times are ISO 8601. */
export interface SecretView {
  readonly name: string
  readonly origins: readonly string[]
  readonly createdAt: string
  readonly createdBy: string
  readonly changedAt: string
  readonly changedBy: string
  readonly lastUse?: { readonly at: string; readonly purpose: string } | undefined
}

function toView(secret: StoredSecret): SecretView {
  const { name, origins, createdAt, createdBy, changedAt, changedBy, lastUse } = secret
  return {
    ...{ name, origins, createdAt: createdAt.toISOString(), createdBy: displayActor(createdBy) },
    ...{ changedAt: changedAt.toISOString(), changedBy: displayActor(changedBy) },
    lastUse: lastUse && { at: lastUse.at.toISOString(), purpose: lastUse.purpose },
  }
}
