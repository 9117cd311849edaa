import {
  noPresets,
  parseBlueprint,
  presetInputs,
  toLaunchForm,
  type InputPresets,
} from '@groundplan/blueprint'
import type { CatalogVersion, EntryWithVersions } from '@groundplan/catalog'
import { ConflictError, NotFoundError } from '@groundplan/errors'
import { z } from 'zod'
import type { ApiContext } from '../api-context.ts'
import { line } from '../input-schemas.ts'
import { defineCursor } from '../paging/cursor.ts'
import { pageInput } from '../paging/page-input.ts'
import { procedureFor, router } from '../trpc.ts'
import { findLaunches } from './catalog-launches.ts'
import { readDetails, toBlueprintView, toCatalogEntryView, toVersionChanges } from './catalog-views.ts'
import { toCatalogStatus } from './catalog-status.ts'

const values = z.array(line(500)).max(50).optional()
const filter = {
  /** Words, or beginnings of words; all must occur. Where none matches, similar words do. */
  search: line(200).optional(),
  /** An entry must have all of these labels, and one of each of the others. */
  labels: z.array(line(100)).max(50).optional(),
  providers: values,
  repositories: values,
  owners: values,
}
const ByName = z.object({ name: line(100).min(1) })
const ByVersion = ByName.extend({
  version: z
    .string()
    .regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/, 'Use three numbers, such as 1.2.0.')
    .optional(),
})

const entryCursor = defineCursor('catalog', z.object({ tier: z.int(), name: z.string() }))
const versionCursor = defineCursor('versions', z.int())
const problemCursor = defineCursor('problems', z.string())

const reading = procedureFor('catalog.read')

/**
 * Answers from the catalog as it is, of which each space sees what is published to it: following the blueprint repository is work of the
 * background.
 */
export const catalogRouter = router({
  /** Entries that match, the best first, then by name; how old the answer may be. */
  list: reading.input(z.object({ ...pageInput, ...filter }).prefault({})).query(async ({ ctx, input }) => {
    const [page, state] = await Promise.all([
      ctx.visibleCatalog.list(input, entryCursor.toRequest(input)),
      ctx.visibleCatalog.readRecentState(),
    ])
    const { asOf, stale } = toCatalogStatus(state, ctx.now())
    const launches = await findLaunches(new Map(page.items.map(({ name, sources }) => [name, sources])), ctx)
    const view = entryCursor.toView(page, (entry) =>
      toCatalogEntryView(entry, launches.get(entry.name)?.verdict),
    )
    return { ...view, asOf, stale }
  }),

  /** How many entries match. */
  count: reading
    .input(z.object(filter).prefault({}))
    .query(async ({ ctx, input }) => ({ count: await ctx.visibleCatalog.count(input) })),

  /** What the matching entries can be narrowed to, the most frequent first. */
  facets: reading
    .input(z.object(filter).prefault({}))
    .query(({ ctx, input }) => ctx.visibleCatalog.facets(input)),

  /** Files that cannot be in the catalog, by path. */
  problems: reading.input(z.object(pageInput).prefault({})).query(async ({ ctx, input }) => {
    const [page, count] = await Promise.all([
      ctx.visibleCatalog.listProblems(problemCursor.toRequest(input)),
      ctx.visibleCatalog.countProblems(),
    ])
    const view = problemCursor.toView(page, ({ path, diagnostics }) => ({ path, diagnostics }))
    return { ...view, count }
  }),

  /** How well the catalog matches the blueprint repository. */
  status: reading.query(async ({ ctx }) => toCatalogStatus(await ctx.visibleCatalog.readState(), ctx.now())),

  /** One version of a blueprint; the latest if none is named. */
  get: reading.input(ByVersion).query(async ({ ctx, input }) => {
    const [{ entry, version, versions }, state, presets] = await Promise.all([
      findVersion(ctx, input),
      ctx.visibleCatalog.readRecentState(),
      findPresets(ctx, input.name),
    ])
    const { asOf, stale } = toCatalogStatus(state, ctx.now())
    const details = readDetails(entry, version, presets)
    const launch = (await findLaunches(new Map([[entry.name, details.sources]]), ctx)).get(entry.name)
    return { ...toBlueprintView(entry, version, versions, { details, launch }), asOf, stale }
  }),

  /** Newest first, each with what changed. */
  versions: reading.input(ByName.extend(pageInput)).query(async ({ ctx, input }) => {
    await findVersion(ctx, input)
    const { limit, after } = versionCursor.toRequest(input)
    // One more, to tell what the last one of the page changed.
    const { items } = await ctx.visibleCatalog.readVersions(input.name, { limit: limit + 1, after })
    const changes = (await toVersionChanges(items, ctx.proposals)).slice(0, limit)
    const next = items.length > limit ? items[limit - 1]?.ordinal : undefined
    return versionCursor.toView({ items: changes, next }, (change) => change)
  }),

  /** The launch form as JSON Schema (draft-07) with hints for react-jsonschema-form, with what the space sets. */
  form: reading.input(ByVersion).query(async ({ ctx, input }) => {
    const [{ version }, presets] = await Promise.all([findVersion(ctx, input), findPresets(ctx, input.name)])
    const { blueprint } = parseBlueprint(`blueprints/${input.name}.yaml`, version.text)
    if (blueprint !== undefined) return toLaunchForm(presetInputs(blueprint, presets))
    throw new ConflictError(`Version ${version.version} of ${input.name} is no longer a valid blueprint.`)
  }),
})

/** What the space sets of the inputs of a blueprint. */
async function findPresets({ publications }: ApiContext, name: string): Promise<InputPresets> {
  return (await publications?.find(name)) ?? noPresets
}

async function findVersion(
  { visibleCatalog: catalog }: ApiContext,
  { name, version }: Pick<z.infer<typeof ByVersion>, 'name' | 'version'>,
): Promise<EntryWithVersions & { readonly version: CatalogVersion }> {
  const known = await catalog.findWithVersions(name)
  if (known === undefined) {
    throw new NotFoundError(`Blueprint "${name}" not found in the catalog.`, {
      hint: 'Check the spelling, or whether its proposal is still waiting for review.',
    })
  }
  const { latest } = known.entry
  if (version === undefined || version === latest.version) return { ...known, version: latest }
  const found = await catalog.findVersion(name, version)
  if (found !== undefined) return { ...known, version: found }
  throw new NotFoundError(`Blueprint "${name}" has no version ${version}; the latest is ${latest.version}.`)
}
