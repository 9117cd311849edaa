import { InputError } from '@groundplan/errors'
import { z } from 'zod'
import { line, RowNumber } from '../input-schemas.ts'
import { defineCursor } from '../paging/cursor.ts'
import { pageInput } from '../paging/page-input.ts'
import { procedureFor, router, withTrpcErrors } from '../trpc.ts'
import { toImportSummary, toImportView } from './import-views.ts'

/** Of all addresses and refs of one request: they are kept with the import. */
const mostCharacters = 100_000

const cursor = defineCursor('imports', RowNumber)

const ByNumber = z.object({ number: RowNumber })

const StartImport = z.object({
  repositories: z
    .array(z.object({ address: z.string().trim().pipe(line(2000).min(1)), ref: line(250).optional() }))
    .max(1000)
    .default([]),
  configured: z.boolean().optional(),
  includeExamples: z.boolean().optional(),
  dryRun: z.boolean().optional(),
})

const reading = procedureFor('imports.read')
const running = procedureFor('imports.run')

export const importsRouter = router({
  /** Queues an import; follow it with `watch`. */
  start: running.input(StartImport).mutation(async ({ ctx, input }) => {
    if (input.repositories.length === 0 && input.configured !== true) {
      throw new InputError('No repository specified.', {
        hint: 'Specify one, or import what the configuration selects (`configured`).',
      })
    }
    const addresses = input.repositories.map(({ address, ref }) => `${address}#${ref ?? ''}`)
    if (new Set(addresses).size !== addresses.length) {
      throw new InputError('A repository is listed twice.', { hint: 'List each repository and ref once.' })
    }
    const characters = input.repositories.reduce(
      (sum, { address, ref = '' }) => sum + address.length + ref.length,
      0,
    )
    if (characters > mostCharacters) {
      throw new InputError(
        `The addresses have ${characters} characters in total; the limit is ${mostCharacters}.`,
        {
          hint: 'Start several imports, or select the repositories in groundplan.yaml.',
        },
      )
    }
    await ctx.checkImportAddresses?.(input.repositories.map(({ address }) => address))
    return toImportView(await ctx.imports.start(input, ctx.caller.actor))
  }),

  /** Newest first. */
  list: reading
    .input(z.object(pageInput).prefault({}))
    .query(async ({ ctx, input }) =>
      cursor.toView(await ctx.imports.list(cursor.toRequest(input)), toImportSummary),
    ),

  get: reading
    .input(ByNumber)
    .query(async ({ ctx, input }) => toImportView(await ctx.imports.get(input.number))),

  /** Stops an import; what it has proposed by then stays. */
  cancel: running
    .input(ByNumber)
    .mutation(async ({ ctx, input }) =>
      toImportView(await ctx.imports.cancel(input.number, ctx.caller.actor)),
    ),

  /** The import now and after each change, until it is over. */
  watch: reading.input(ByNumber).subscription(async function* ({ ctx, input, signal }) {
    const steps = ctx.imports.watch(input.number, signal ?? new AbortController().signal)
    for await (const step of withTrpcErrors(steps)) yield toImportView(step)
  }),
})
