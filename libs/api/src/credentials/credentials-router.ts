import { requireByHand } from '@groundplan/access'
import { displayActor } from '@groundplan/actor'
import {
  listCredentials,
  removeCredential,
  revokeSigningKeys,
  setCredential,
  testCredential,
  type CloudCredential,
  type CredentialDependencies,
  type CredentialSettings,
} from '@groundplan/cloud-credentials'
import { NotFoundError } from '@groundplan/errors'
import { z } from 'zod'
import type { ApiContext } from '../api-context.ts'
import { line } from '../input-schemas.ts'
import { procedureFor, router } from '../trpc.ts'

const managing = procedureFor('credentials.manage')
const named = z.object({ name: line(100) })
const role = { name: line(100), roleArn: line(700), region: line(50).optional() }

const SetCredential = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('web-identity'), ...role, audience: line(300).optional() }),
  z.object({ kind: z.literal('assumed-role'), ...role }),
  z.object({
    kind: z.literal('static-keys'),
    name: line(100),
    accessKeyId: line(200),
    secretAccessKey: line(500),
    region: line(50).optional(),
  }),
])

/** Cloud credentials of the space. Nothing here answers with a secret key or a token. */
export const credentialsRouter = router({
  /** By name; `issuer` is the provider that clouds have to trust, if there is one. */
  list: procedureFor('credentials.read').query(async ({ ctx }) => {
    const credentials = await listCredentials(ctx.caller, toDependencies(ctx))
    return { items: credentials.map(toView), issuer: ctx.cloud?.issuer?.issuer }
  }),

  /** Adds a credential or replaces it. */
  set: managing.input(SetCredential).mutation(async ({ ctx, input }) => {
    // Static keys are secret, and in no file.
    if (input.kind !== 'static-keys') await requireByHand(ctx.spaceId, 'credentials', ctx)
    return toView(await setCredential(input, ctx.caller, toDependencies(ctx)))
  }),

  remove: managing.input(named).mutation(async ({ ctx, input }) => {
    const known = await ctx.cloud?.credentials.find(input.name)
    if (known !== undefined && known.settings.kind !== 'static-keys')
      await requireByHand(ctx.spaceId, 'credentials', ctx)
    await removeCredential(input.name, ctx.caller, toDependencies(ctx))
    return { name: input.name }
  }),

  /** Replaces the keys that sign tokens of runs, in all spaces. */
  revokeSigningKeys: procedureFor('keys.rotate').mutation(({ ctx }) =>
    revokeSigningKeys(ctx.caller, ctx.cloud?.issuer),
  ),

  /** Signs in with it, and says as whom. */
  test: managing
    .input(named)
    .mutation(({ ctx, input }) => testCredential(input.name, ctx.caller, toDependencies(ctx))),
})

/** A credential as clients see it; times are ISO 8601. */
export interface CredentialView {
  readonly name: string
  readonly settings: CredentialSettings
  readonly createdAt: string
  readonly createdBy: string
  readonly changedAt: string
  readonly changedBy: string
  readonly lastUse?: { readonly at: string; readonly purpose: string } | undefined
}

function toView(credential: CloudCredential): CredentialView {
  const { name, settings, createdAt, createdBy, changedAt, changedBy, lastUse } = credential
  return {
    ...{ name, settings, createdAt: createdAt.toISOString(), createdBy: displayActor(createdBy) },
    ...{ changedAt: changedAt.toISOString(), changedBy: displayActor(changedBy) },
    lastUse: lastUse && { at: lastUse.at.toISOString(), purpose: lastUse.purpose },
  }
}

function toDependencies({ cloud, findMasterKeys, spaceId, now }: ApiContext): CredentialDependencies {
  if (cloud === undefined) throw new NotFoundError('This server has no cloud credentials.')
  return { ...cloud, findMasterKeys, spaceId, now }
}
