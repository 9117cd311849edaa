import { person } from '@groundplan/actor'
import {
  answerRequest,
  cancelRequest,
  checkValues,
  launchEnvironment,
  recoverRequest,
  requestChange,
  revealOutput,
  type ChangeWish,
  type SubmittedRequest,
  type SubmitOptions,
} from '@groundplan/environment'
import { z } from 'zod'
import type { ApiContext } from '../api-context.ts'
import { line } from '../input-schemas.ts'
import { procedureFor, router } from '../trpc.ts'
import { dependenciesOf } from './environment-context.ts'
import { environmentReaders } from './environment-readers.ts'
import {
  Answer,
  CheckValues,
  Extend,
  Id,
  Launch,
  LaunchDraft,
  Plain,
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
import { toEnvironmentView, toRequestView } from './environment-views.ts'

const ById = z.object({ id: Id })
const ByRequest = z.object({ requestId: Id })
const operating = procedureFor('environments.operate')

/** Environments of the space. Requests answer at once; follow them with `watch`. */
export const environmentsRouter = router({
  ...environmentReaders,

  /** The value of an output, a secret one too; who asked is on record. */
  revealOutput: procedureFor('environments.reveal')
    .input(ById.extend({ output: line(200).min(1) }))
    .mutation(({ ctx, input }) =>
      revealOutput(input, ctx.caller, {
        ...dependenciesOf(ctx),
        record: (event) => ctx.audit.record(event),
      }),
    ),

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
