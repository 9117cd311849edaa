import { person } from '@groundplan/actor'
import {
  answerRequest,
  cancelRequest,
  checkValues,
  getEnvironment,
  getRequest,
  launchEnvironment,
  previewUpgrade,
  readBlueprint,
  readSnapshot,
  recoverRequest,
  requestChange,
  toGrainGraph,
  watchEnvironment,
  type ChangeWish,
  type EnvironmentState,
  type SubmittedRequest,
  type SubmitOptions,
} from '@groundplan/environment'
import { NotFoundError } from '@groundplan/errors'
import { z } from 'zod'
import type { ApiContext } from '../api-context.ts'
import { defineCursor } from '../paging/cursor.ts'
import { pageInput } from '../paging/page-input.ts'
import { procedureFor, router, withTrpcErrors } from '../trpc.ts'
import { dependenciesOf } from './environment-context.ts'
import {
  Answer,
  CheckValues,
  Extend,
  Id,
  Launch,
  LaunchDraft,
  ListFilter,
  Plain,
  PreviewUpgrade,
  Recover,
  Rename,
  Restart,
  RunAction,
  Share,
  Stop,
  Transfer,
  Update,
  Upgrade,
} from './environment-inputs.ts'
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
const operating = procedureFor('environments.operate')

/** Environments of the space. Requests answer at once; follow them with `watch`. */
export const environmentsRouter = router({
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

  /** The environment, with the request that is in progress and its run. */
  get: reading
    .input(ById)
    .query(async ({ ctx, input }) =>
      toSnapshotView(await readSnapshot(input.id, dependenciesOf(ctx).store), ctx.caller),
    ),

  /** The same now and after each change, until the environment is over. */
  watch: reading.input(ById).subscription(async function* ({ ctx, input, signal }) {
    const steps = watchEnvironment(input.id, dependenciesOf(ctx).store, {
      ...{ signal: signal ?? new AbortController().signal, pause: watchPause },
    })
    for await (const step of withTrpcErrors(steps)) yield toSnapshotView(step, ctx.caller)
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
    return { request: toRequestView(request, environment, ctx.caller), run: run && toRunView(run) }
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

  /** What the modules themselves say about values while a form is filled in. */
  checkValues: procedureFor('environments.launch')
    .input(CheckValues)
    .mutation(({ ctx, input, signal }) => checkValues(input, ctx.caller, dependenciesOf(ctx), signal)),

  /** Records an environment and requests its launch. A launch that a policy denies leaves a draft. */
  launch: procedureFor('environments.launch')
    .input(Launch)
    .mutation(async ({ ctx, input }) => {
      const collaborators = input.collaborators?.map(person)
      const wish = { ...input, ...(collaborators && { collaborators }) }
      return toAnswer(
        await launchEnvironment({ ...wish, collaborators }, ctx.caller, dependenciesOf(ctx)),
        ctx,
      )
    }),

  /** Requests the launch of a draft. */
  launchDraft: procedureFor('environments.launch')
    .input(LaunchDraft)
    .mutation(({ ctx, input: { inputs, keepOthers, ephemeral, ...input } }) =>
      change(ctx, input, { kind: 'launch', inputs, keepOthers, ephemeral }),
    ),

  update: operating
    .input(Update)
    .mutation(({ ctx, input: { inputs, keepOthers, ...input } }) =>
      change(ctx, input, { kind: 'update', inputs, keepOthers }),
    ),
  upgrade: operating
    .input(Upgrade)
    .mutation(({ ctx, input: { version, inputs, keepOthers, ...input } }) =>
      change(ctx, input, { kind: 'upgrade', version, inputs, keepOthers }),
    ),
  /** Moves the end; without a time there is none. */
  extend: operating
    .input(Extend)
    .mutation(({ ctx, input }) => change(ctx, input, { kind: 'extend', endsAt: input.endsAt })),
  start: operating
    .input(Plain)
    .mutation(({ ctx, input }) => change(ctx, input, { kind: 'start', ephemeral: input.ephemeral })),
  stop: operating
    .input(Stop)
    .mutation(({ ctx, input: { mode, ephemeral, ...input } }) =>
      change(ctx, input, { kind: 'stop', mode, ephemeral }),
    ),
  restart: operating
    .input(Restart)
    .mutation(({ ctx, input: { grains, ephemeral, ...input } }) =>
      change(ctx, input, { kind: 'restart', grains, ephemeral }),
    ),
  runAction: operating
    .input(RunAction)
    .mutation(({ ctx, input: { grain, action, resource, ephemeral, ...input } }) =>
      change(ctx, input, { kind: 'action', grain, action, resource, ephemeral }),
    ),
  reconcile: operating
    .input(Plain)
    .mutation(({ ctx, input }) => change(ctx, input, { kind: 'reconcile', ephemeral: input.ephemeral })),
  end: operating
    .input(Plain)
    .mutation(({ ctx, input }) => change(ctx, input, { kind: 'end', ephemeral: input.ephemeral })),
  forceEnd: procedureFor('environments.force-end')
    .input(Plain)
    .mutation(({ ctx, input }) => change(ctx, input, { kind: 'force-end', ephemeral: input.ephemeral })),
  release: procedureFor('environments.release')
    .input(Plain)
    .mutation(({ ctx, input }) => change(ctx, input, { kind: 'release' })),
  transfer: operating
    .input(Transfer)
    .mutation(({ ctx, input }) => change(ctx, input, { kind: 'transfer', owner: person(input.owner) })),
  rename: operating
    .input(Rename)
    .mutation(({ ctx, input }) => change(ctx, input, { kind: 'rename', name: input.name })),
  share: operating
    .input(Share)
    .mutation(({ ctx, input }) =>
      change(ctx, input, { kind: 'share', collaborators: input.collaborators.map(person) }),
    ),

  /** Cancels a request; what was changed by then stays. That of a launch which left a draft gives the draft up. */
  cancel: operating
    .input(ByRequest)
    .mutation(async ({ ctx, input }) =>
      toAnswer(await cancelRequest(input.requestId, ctx.caller, dependenciesOf(ctx)), ctx),
    ),

  /** Makes a request that failed again. */
  retry: operating.input(Recover).mutation(async ({ ctx, input: { requestId, ...input } }) => {
    const wish = { ...input, how: 'retry' } as const
    return toAnswer(await recoverRequest(requestId, wish, ctx.caller, dependenciesOf(ctx)), ctx)
  }),

  /** Takes back what a request that failed has done. */
  rollBack: operating.input(Recover).mutation(async ({ ctx, input: { requestId, ...input } }) => {
    const wish = { ...input, how: 'roll-back' } as const
    return toAnswer(await recoverRequest(requestId, wish, ctx.caller, dependenciesOf(ctx)), ctx)
  }),

  /** Confirms the plan of one's own request, or rejects it. */
  confirm: operating
    .input(Answer)
    .mutation(async ({ ctx, input: { requestId, ...answer } }) =>
      toAnswer(await answerRequest(requestId, answer, ctx.caller, dependenciesOf(ctx)), ctx),
    ),

  /** Approves or rejects a request of somebody else. */
  answer: procedureFor('environments.approve')
    .input(Answer)
    .mutation(async ({ ctx, input: { requestId, ...answer } }) =>
      toAnswer(await answerRequest(requestId, answer, ctx.caller, dependenciesOf(ctx)), ctx),
    ),
})

async function change(
  ctx: ApiContext,
  { id, confirm, reason }: { readonly id: string } & SubmitOptions,
  wish: ChangeWish,
) {
  const options = { confirm, reason, caller: ctx.caller }
  return toAnswer(await requestChange(id, wish, options, dependenciesOf(ctx)), ctx)
}

function toAnswer({ environment, request }: SubmittedRequest, { caller }: Pick<ApiContext, 'caller'>) {
  return {
    environment: toEnvironmentView(environment),
    request: toRequestView(request, environment, caller),
  }
}

/** As the store finds owners by it. */
function nameOf({ actor }: ApiContext['caller']): string {
  return 'name' in actor ? (actor.name ?? '') : ''
}
