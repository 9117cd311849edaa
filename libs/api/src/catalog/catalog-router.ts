import { parseBlueprint, toLaunchForm } from '@groundplan/blueprint'
import {
  searchCatalog,
  type CatalogEntry,
  type CatalogSummary,
  type CatalogVersion,
} from '@groundplan/catalog'
import { ConflictError, NotFoundError } from '@groundplan/errors'
import { z } from 'zod'
import type { ApiContext } from '../api-context.ts'
import { line } from '../input-schemas.ts'
import { procedure, router } from '../trpc.ts'
import { toBlueprintView, toCatalogEntryView, toVersionChanges } from './catalog-views.ts'

const Query = z.object({
  search: line(200).optional(),
  labels: z.array(line(100)).max(50).optional(),
})
const ByName = z.object({ name: line(100).min(1) })
const ByVersion = ByName.extend({
  version: z
    .string()
    .regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/, 'A version is three numbers, such as 1.2.0.')
    .optional(),
})

export const catalogRouter = router({
  /** Entries that match, all labels in use with how many entries have each, and files that cannot be in the catalog. */
  list: procedure.input(Query.default({})).query(async ({ ctx, input }) => {
    await ctx.catalogFollower.look()
    const entries = await ctx.catalog.listEntries()
    return {
      entries: searchCatalog(entries, input).map(toCatalogEntryView),
      labels: countLabels(entries),
      problems: await ctx.catalog.listProblems(),
    }
  }),

  /** One version of a blueprint; the latest if none is named. */
  get: procedure.input(ByVersion).query(async ({ ctx, input }) => {
    const { entry, version } = await findVersion(ctx, input)
    return toBlueprintView(entry, version, await ctx.catalog.listVersions(input.name))
  }),

  /** Newest first. */
  versions: procedure.input(ByName).query(async ({ ctx, input }) => {
    await findVersion(ctx, input)
    return toVersionChanges(await ctx.catalog.listVersions(input.name))
  }),

  /** The launch form as JSON Schema (draft-07) with hints for react-jsonschema-form. */
  form: procedure.input(ByVersion).query(async ({ ctx, input }) => {
    const { version } = await findVersion(ctx, input)
    const { blueprint } = parseBlueprint(`blueprints/${input.name}.yaml`, version.text)
    if (blueprint !== undefined) return toLaunchForm(blueprint)
    throw new ConflictError(`Version ${version.version} of ${input.name} is not a valid blueprint any more.`)
  }),
})

async function findVersion(
  ctx: ApiContext,
  { name, version }: z.infer<typeof ByVersion>,
): Promise<{ entry: CatalogEntry; version: CatalogVersion }> {
  await ctx.catalogFollower.look()
  const entry = await ctx.catalog.findEntry(name)
  if (entry === undefined) {
    throw new NotFoundError(`There is no blueprint "${name}" in the catalog.`, {
      hint: 'List the catalog, or look whether its proposal still waits for review.',
    })
  }
  if (version === undefined || version === entry.latest.version) return { entry, version: entry.latest }
  const found = (await ctx.catalog.listVersions(name)).find((candidate) => candidate.version === version)
  if (found !== undefined) return { entry, version: found }
  throw new NotFoundError(
    `The blueprint "${name}" has no version ${version}; the latest is ${entry.latest.version}.`,
  )
}

function countLabels(
  entries: readonly CatalogSummary[],
): readonly { readonly name: string; readonly count: number }[] {
  const counts = new Map<string, number>()
  for (const { retired, labels } of entries) {
    if (!retired) for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .toSorted((left, right) => right.count - left.count || (left.name < right.name ? -1 : 1))
}
