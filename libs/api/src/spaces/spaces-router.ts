import {
  archiveSpace,
  findOwnSpaces,
  listSpaces,
  putSpace,
  type OwnSpace,
  type Space,
} from '@groundplan/access'
import { z } from 'zod'
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

/** Spaces: those that the caller may enter, and all of them for whoever manages them. Each works whatever the space of the request. */
export const spacesRouter = router({
  /** Those that the caller may enter, the home space first, with their roles. */
  mine: procedureFor('server.read').query(async ({ ctx }): Promise<{ items: readonly OwnSpaceView[] }> => ({
    items: await findOwnSpaces(ctx.caller, ctx),
  })),

  /** All but the home space, by name, with archived ones. */
  list: managing.query(async ({ ctx }) => ({ items: (await listSpaces(ctx.caller, ctx)).map(toView) })),

  /** Creates a space, or changes one; one in the archive comes back. */
  put: managing
    .input(SpaceInput)
    .mutation(async ({ ctx, input }) => toView(await putSpace(input, ctx.caller, ctx))),

  publications: publicationsRouter,

  /** Nobody can enter an archived space, nor use its tokens. Nothing in it is lost. */
  archive: managing
    .input(SpaceInput.pick({ name: true }))
    .mutation(async ({ ctx, input }) => toView(await archiveSpace(input.name, ctx.caller, ctx))),
})

export type OwnSpaceView = OwnSpace

/** A space as those who manage it see it; times are ISO 8601. */
export interface SpaceView {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly createdAt: string
  readonly archivedAt?: string | undefined
}

function toView({ name, title, description, createdAt, archivedAt }: Space): SpaceView {
  return {
    ...{ name, title, description, createdAt: createdAt.toISOString() },
    ...(archivedAt === undefined ? {} : { archivedAt: archivedAt.toISOString() }),
  }
}
