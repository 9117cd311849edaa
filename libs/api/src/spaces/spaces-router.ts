import {
  archiveSpace,
  findOwnSpaces,
  getSpaceLimits,
  getSpacePool,
  listSpaces,
  putSpace,
  requireByHand,
  setSpaceLimits,
  setSpacePool,
  type OwnSpace,
  type Space,
} from '@groundplan/access'
import {
  describeAction,
  planDeclaredSpaces,
  readSpaceTexts,
  type SpaceAction,
} from '@groundplan/declared-spaces'
import type { Diagnostic } from '@groundplan/errors'
import { defaultPool, isPresent } from '@groundplan/jobs'
import { z } from 'zod'
import type { ApiContext } from '../api-context.ts'
import { line, text } from '../input-schemas.ts'
import { procedureFor, router } from '../trpc.ts'
import { publicationsRouter } from './publications-router.ts'

const managing = procedureFor('spaces.manage')

const SpaceInput = z.object({
  name: line(63),
  /** For people. */
  title: line(100),
  description: text(2000).default(''),
})

const count = z.int().min(1).max(100_000).optional()
/** Ten years. */
const minutes = z.int().min(1).max(5_270_400).optional()
const LimitsInput = SpaceInput.pick({ name: true }).extend({
  environments: count,
  environmentsPerPerson: count,
  /** Minutes. */
  defaultDuration: minutes,
  maxDuration: minutes,
})

/** Spaces: those that the caller may enter, and all of them for whoever manages them. Each works whatever the space of the request. */
export const spacesRouter = router({
  /** Those that the caller may enter, the home space first, with their roles. */
  mine: procedureFor('server.read').query(async ({ ctx }): Promise<{ items: readonly OwnSpaceView[] }> => ({
    items: await findOwnSpaces(ctx.caller, ctx),
  })),

  /** All but the home space, by name, with archived ones. */
  list: managing.query(async ({ ctx }) => ({ items: (await listSpaces(ctx.caller, ctx)).map(toView) })),

  /** Creates a space, or changes one; one in the archive comes back. */
  put: managing.input(SpaceInput).mutation(async ({ ctx, input }) => {
    await requireByHand(input.name, undefined, ctx)
    return toView(await putSpace(input, ctx.caller, ctx))
  }),

  publications: publicationsRouter,

  /** What the space allows its environments. */
  limits: managing
    .input(SpaceInput.pick({ name: true }))
    .query(({ ctx, input }) => getSpaceLimits(input.name, ctx.caller, ctx)),

  /** Replaces all limits: what is left out has none any more. */
  setLimits: managing.input(LimitsInput).mutation(async ({ ctx, input: { name, ...limits } }) => {
    await requireByHand(name, 'limits', ctx)
    return setSpaceLimits(name, limits, ctx.caller, ctx)
  }),

  /** The pool of workers that the space demands, and how many workers serve it now. */
  pool: managing
    .input(SpaceInput.pick({ name: true }))
    .query(async ({ ctx, input }) => toPoolView(await getSpacePool(input.name, ctx.caller, ctx), ctx)),

  /** Sets the pool whose workers perform the runs of the space; without one, the default pool. */
  setPool: managing
    .input(SpaceInput.pick({ name: true }).extend({ pool: line(80).optional() }))
    .mutation(async ({ ctx, input: { name, pool } }) => {
      await requireByHand(name, 'pool', ctx)
      await setSpacePool({ space: name, pool }, ctx.caller, ctx)
      // What waits goes to the workers of the new pool at once.
      await ctx.environments?.store.admitRuns()
      return toPoolView(pool, ctx)
    }),

  /**
   * What would change if these files were on the default branch of the blueprint repository; without any, what the files there say and
   * is not done yet. Changes nothing; it is no query because files do not fit into an address.
   */
  plan: managing
    .input(
      z
        .object({
          files: z
            .array(z.object({ path: line(300), text: text(500_000) }))
            .max(1000)
            .optional(),
        })
        .prefault({}),
    )
    .mutation(async ({ ctx, input }): Promise<SpacesPlanView> => {
      const texts = input.files ?? (await readSpaceTexts((await ctx.repository.readHead()).commit, ctx))
      const { actions, problems } = await planDeclaredSpaces(texts, ctx)
      return { actions: actions.map((action) => ({ ...action, text: describeAction(action) })), problems }
    }),

  /** Nobody can enter an archived space, nor use its tokens. Nothing in it is lost. */
  archive: managing.input(SpaceInput.pick({ name: true })).mutation(async ({ ctx, input }) => {
    await requireByHand(input.name, undefined, ctx)
    return toView(await archiveSpace(input.name, ctx.caller, ctx))
  }),
})

async function toPoolView(
  pool: string | undefined,
  { workers, now }: Pick<ApiContext, 'workers' | 'now'>,
): Promise<SpacePoolView> {
  const serving = (await workers.list()).filter(
    (worker) => isPresent(worker, now()) && worker.pools.includes(pool ?? defaultPool),
  )
  return { ...(pool === undefined ? {} : { pool }), workers: serving.length }
}

export interface SpacePoolView {
  /** Absent: the space demands none, and the default pool serves it. */
  readonly pool?: string | undefined
  /** Living workers that serve it. */
  readonly workers: number
}

export type OwnSpaceView = OwnSpace

/** What files of `spaces/` would change. */
export interface SpacesPlanView {
  /** Each with a line for people. */
  readonly actions: readonly (SpaceAction & { readonly text: string })[]
  readonly problems: readonly Diagnostic[]
}

/** A space as those who manage it see it; times are ISO 8601. */
export interface SpaceView {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly createdAt: string
  readonly archivedAt?: string | undefined
  /** Where it is declared in git; absent: nowhere. */
  readonly declaration?: Space['declaration']
}

function toView({ name, title, description, createdAt, archivedAt, declaration }: Space): SpaceView {
  return {
    ...{ name, title, description, createdAt: createdAt.toISOString() },
    ...(archivedAt === undefined ? {} : { archivedAt: archivedAt.toISOString() }),
    ...(declaration === undefined ? {} : { declaration }),
  }
}
