import { displayActor } from '@groundplan/actor'
import { NotFoundError } from '@groundplan/errors'
import {
  forceUnlock,
  getState,
  listStateVersions,
  mostVersions,
  rollBackState,
  type BackendDependencies,
  type StateLock,
  type StateVersion,
} from '@groundplan/terraform-state'
import { z } from 'zod'
import type { ApiContext } from '../api-context.ts'
import { line, RowNumber } from '../input-schemas.ts'
import { procedureFor, router } from '../trpc.ts'

const reading = procedureFor('states.read')
const managing = procedureFor('states.manage')

const StateInput = z.object({ environment: line(100), grain: line(255) })
const reason = line(500).optional()

/** Terraform states of the space's environments: who holds them, and their versions. Nothing here answers with what is in one. */
export const statesRouter = router({
  /** The lock and the current version. */
  get: reading.input(StateInput).query(async ({ ctx, input }): Promise<StateView> => {
    const { current, lock } = await getState(input, ctx.caller, statesOf(ctx))
    return { current: current && toVersionView(current), lock: lock && toLockView(lock) }
  }),

  /** The newest first. */
  versions: reading
    .input(
      StateInput.extend({
        limit: z.int().min(1).max(mostVersions).default(20),
        before: RowNumber.optional(),
      }),
    )
    .query(async ({ ctx, input: { limit, before, ...key } }) => {
      const versions = await listStateVersions(key, { limit, before }, ctx.caller, statesOf(ctx))
      return { items: versions.map(toVersionView) }
    }),

  /** Makes an earlier version the current one. What exists in the cloud stays as it is. */
  rollBack: managing
    .input(StateInput.extend({ number: RowNumber, reason }))
    .mutation(async ({ ctx, input }) => {
      await rollBackState(input, ctx.caller, statesOf(ctx))
      return { number: input.number }
    }),

  /** Takes away a lock whose run is gone; `id` is that of the lock. */
  unlock: managing.input(StateInput.extend({ id: line(200), reason })).mutation(async ({ ctx, input }) => {
    await forceUnlock(input, ctx.caller, statesOf(ctx))
    return { id: input.id }
  }),
})

/** A version of a state as clients see it; times are ISO 8601, `size` is in bytes. */
export interface StateVersionView {
  readonly number: number
  readonly serial: number
  readonly lineage: string
  readonly size: number
  readonly terraformVersion: string
  readonly createdAt: string
  /** The run that wrote it; absent if somebody brought an earlier version back. */
  readonly run?: string | undefined
  readonly rollback?: { readonly of: number; readonly by: string } | undefined
}

/** A state as clients see it. */
export interface StateView {
  readonly current?: StateVersionView | undefined
  readonly lock?: StateLockView | undefined
}

/** Who holds a state; `at` is ISO 8601. */
export interface StateLockView extends Pick<StateLock, 'id' | 'operation' | 'who' | 'run'> {
  readonly terraformVersion: string
  readonly at: string
}

function toVersionView({
  number,
  serial,
  lineage,
  size,
  terraformVersion,
  createdAt,
  origin,
}: StateVersion): StateVersionView {
  return {
    ...{ number, serial, lineage, size, terraformVersion, createdAt: createdAt.toISOString() },
    ...(origin.kind === 'run'
      ? { run: origin.run }
      : { rollback: { of: origin.of, by: displayActor(origin.by) } }),
  }
}

function toLockView({ id, operation, who, version, run, at }: StateLock): StateLockView {
  return { id, operation, who, terraformVersion: version, run, at: at.toISOString() }
}

function statesOf({ cloud }: ApiContext): BackendDependencies {
  if (cloud?.states === undefined) throw new NotFoundError('This server keeps no Terraform states.')
  return cloud.states
}
