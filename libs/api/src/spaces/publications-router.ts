import { requireByHand } from '@groundplan/access'
import { displayActor } from '@groundplan/actor'
import {
  listPublications,
  publishBlueprint,
  unpublishBlueprint,
  type CheckedPublication,
} from '@groundplan/catalog'
import { z } from 'zod'
import { line } from '../input-schemas.ts'
import { defineCursor } from '../paging/cursor.ts'
import { pageInput } from '../paging/page-input.ts'
import { procedureFor, router } from '../trpc.ts'

const managing = procedureFor('spaces.manage')

/** Characters of JSON that a space can set of one blueprint. */
const longestPresets = 50_000

const values = z.record(line(255), z.json()).default({})
const Place = z.object({ space: line(63), blueprint: line(100).min(1) })

const PublishInput = Place.extend({
  /** Values that forms begin with, by input. */
  defaults: values,
  /** Values that inputs always have: forms do not show these. */
  hidden: values,
}).refine(({ defaults, hidden }) => JSON.stringify([defaults, hidden]).length <= longestPresets, {
  message: `The values are longer than ${longestPresets} characters.`,
})

const cursor = defineCursor('publications', z.string())

/** The blueprints that the members of other spaces see. */
export const publicationsRouter = router({
  /** By blueprint. */
  list: managing
    .input(z.object({ ...pageInput, space: line(63) }))
    .query(async ({ ctx, input }) =>
      cursor.toView(await listPublications(input.space, cursor.toRequest(input), ctx.caller, ctx), toView),
    ),

  /** Publishes a blueprint to a space, or replaces what the space sets of its inputs. */
  publish: managing.input(PublishInput).mutation(async ({ ctx, input }) => {
    await requireByHand(input.space, 'blueprints', ctx)
    const publication = await publishBlueprint(input, ctx.caller, ctx)
    return toView({ ...publication, problems: [] })
  }),

  /** The members of the space no longer see the blueprint. */
  unpublish: managing.input(Place).mutation(async ({ ctx, input }) => {
    await requireByHand(input.space, 'blueprints', ctx)
    await unpublishBlueprint(input, ctx.caller, ctx)
    return input
  }),
})

/** A publication as those who manage spaces see it; times are ISO 8601. */
export interface PublicationView {
  readonly blueprint: string
  /** JSON values by input. */
  readonly defaults: Readonly<Record<string, unknown>>
  readonly hidden: Readonly<Record<string, unknown>>
  readonly publishedAt: string
  readonly publishedBy: string
  /** What of it the newest version of the blueprint does not take, in words. */
  readonly problems: readonly string[]
}

function toView({ publishedAt, publishedBy, ...publication }: CheckedPublication): PublicationView {
  const { blueprint, defaults, hidden, problems } = publication
  return {
    ...{ blueprint, defaults, hidden, problems },
    ...{ publishedAt: publishedAt.toISOString(), publishedBy: displayActor(publishedBy) },
  }
}
