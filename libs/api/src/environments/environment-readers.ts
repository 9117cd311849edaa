import {
  getEnvironment,
  getRequest,
  previewUpgrade,
  readBlueprint,
  readSnapshot,
  toGrainGraph,
  watchEnvironment,
  type EnvironmentState,
} from '@groundplan/environment'
import { NotFoundError } from '@groundplan/errors'
import { z } from 'zod'
import type { ApiContext } from '../api-context.ts'
import { defineCursor } from '../paging/cursor.ts'
import { pageInput } from '../paging/page-input.ts'
import { createPoolReader, printPools, readPools } from './read-pools.ts'
import { procedureFor, withTrpcErrors } from '../trpc.ts'
import { dependenciesOf } from './environment-context.ts'
import { Id, ListFilter, PreviewUpgrade } from './environment-inputs.ts'
import {
  toEnvironmentView,
  toLogLineView,
  toRequestView,
  toRunView,
  toSnapshotView,
  toUpgradeView,
} from './environment-views.ts'

/** Milliseconds between two looks at an environment that is watched. */
const watchPause = 300

const ById = z.object({ id: Id })
const ByRequest = z.object({ requestId: Id })
const isoTime = z.iso.datetime()

const cursor = defineCursor('environments', z.object({ createdAt: isoTime, id: Id }))
const requestCursor = defineCursor('environment-requests', isoTime)
const logCursor = defineCursor('environment-log', z.int().min(0))

const reading = procedureFor('environments.read')

/** What tells of environments, their requests and runs. */
export const environmentReaders = {
  /** Newest first. */
  list: reading
    .input(z.object({ ...pageInput, ...ListFilter.shape }).prefault({}))
    .query(async ({ ctx, input }) => {
      const { store } = dependenciesOf(ctx)
      const { states, mine, ...filter } = input
      const { limit, after } = cursor.toRequest(input)
      const page = await store.list(
        {
          ...filter,
          ...(states && { states: states as EnvironmentState[] }),
          ...(mine === true && { owner: nameOf(ctx.caller) }),
        },
        { limit, after: after && { ...after, createdAt: new Date(after.createdAt) } },
      )
      const { next, items } = page
      const position = next && { ...next, createdAt: next.createdAt.toISOString() }
      return cursor.toView({ items, next: position }, toEnvironmentView)
    }),

  /** How long environments of the space run if nobody says so, and at most, in minutes. What is absent has no limit. */
  durations: reading.query(async ({ ctx }) => {
    const { defaultDuration, maxDuration } = await ctx.spaces.readLimits(ctx.spaceId)
    return { usual: defaultDuration ?? maxDuration, longest: maxDuration }
  }),

  /** The environment, with the request that is in progress and its run. */
  get: reading.input(ById).query(async ({ ctx, input }) => {
    const snapshot = await readSnapshot(input.id, dependenciesOf(ctx).store)
    return toSnapshotView(snapshot, ctx.caller, await readPools(ctx))
  }),

  /** The same now and after each change, until the environment is over. */
  watch: reading.input(ById).subscription(async function* ({ ctx, input, signal }) {
    const pools = createPoolReader(ctx)
    const steps = watchEnvironment(input.id, dependenciesOf(ctx).store, {
      ...{ signal: signal ?? new AbortController().signal, pause: watchPause },
      readOther: async () => printPools(await pools()),
    })
    for await (const step of withTrpcErrors(steps)) yield toSnapshotView(step, ctx.caller, await pools())
  }),

  /** The grains of the environment's blueprint version, each with those that it needs. */
  grains: reading.input(ById).query(async ({ ctx, input }) => {
    const { store, catalog } = dependenciesOf(ctx)
    const { blueprint } = await getEnvironment(input.id, store)
    const graph = toGrainGraph(await readBlueprint(blueprint, catalog))
    return { items: [...graph].map(([name, after]) => ({ name, after })) }
  }),

  /** What an upgrade would mean: changes of the blueprint, and which values stay or have to be entered. */
  previewUpgrade: reading
    .input(PreviewUpgrade)
    .query(async ({ ctx, input }) => toUpgradeView(await previewUpgrade(input, dependenciesOf(ctx)))),

  /** What was requested, newest first. */
  requests: reading.input(ById.extend(pageInput)).query(async ({ ctx, input }) => {
    const { store } = dependenciesOf(ctx)
    const environment = await getEnvironment(input.id, store)
    const { limit, after } = requestCursor.toRequest(input)
    const page = await store.listRequests(input.id, { limit, after: after ? new Date(after) : undefined })
    const position = page.next?.toISOString()
    return requestCursor.toView({ items: page.items, next: position }, (request) =>
      toRequestView(request, environment, ctx.caller),
    )
  }),

  /** One request with its run: the plan, grain by grain, and what was done. */
  request: reading.input(ByRequest).query(async ({ ctx, input }) => {
    const { store } = dependenciesOf(ctx)
    const request = await getRequest(input.requestId, { store })
    const environment = await getEnvironment(request.environmentId, store)
    const run = request.runId === undefined ? undefined : await store.findRun(request.runId)
    return {
      request: toRequestView(request, environment, ctx.caller),
      run: run && toRunView(run, await readPools(ctx)),
    }
  }),

  /** The log of a request's run, from the beginning; ask again with the last position for what came since. */
  log: reading
    .input(
      ByRequest.extend({
        ...pageInput,
        limit: z.int().min(1).max(1000).default(500),
        after: z.int().min(0).optional(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { store } = dependenciesOf(ctx)
      const { runId } = await getRequest(input.requestId, { store })
      if (runId === undefined) throw new NotFoundError('The request has no run, and so no log.')
      const { limit, after = input.after } = logCursor.toRequest(input)
      return logCursor.toView(await store.readLog(runId, { limit, after }), toLogLineView)
    }),
}

/** As the store finds owners by it. */
function nameOf({ actor }: ApiContext['caller']): string {
  return 'name' in actor ? (actor.name ?? '') : ''
}
