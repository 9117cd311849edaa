import { InputError } from '@groundplan/errors'
import { z } from 'zod'
import { procedure, router, withTrpcErrors } from '../trpc.ts'
import { toImportRunSummary, toImportRunView } from './import-views.ts'

const ByNumber = z.object({ number: z.int().positive() })

const StartImport = z.object({
  repositories: z
    .array(z.object({ address: z.string().trim().min(1).max(2000), ref: z.string().max(250).optional() }))
    .max(1000)
    .default([]),
  configured: z.boolean().optional(),
  includeExamples: z.boolean().optional(),
  dryRun: z.boolean().optional(),
})

export const importsRouter = router({
  /** Queues an import; follow it with `watch`. */
  start: procedure.input(StartImport).mutation(async ({ ctx, input }) => {
    if (input.repositories.length === 0 && input.configured !== true) {
      throw new InputError('No repository is named.', {
        hint: 'Name one, or import what the configuration selects (`configured`).',
      })
    }
    const addresses = input.repositories.map(({ address, ref }) => `${address}#${ref ?? ''}`)
    if (new Set(addresses).size !== addresses.length) {
      throw new InputError('A repository is named twice.', { hint: 'Name each repository and ref once.' })
    }
    return toImportRunView(await ctx.imports.start(input))
  }),

  list: procedure
    .input(z.object({ limit: z.int().min(1).max(200).default(50) }).default({ limit: 50 }))
    .query(async ({ ctx, input }) => (await ctx.imports.list(input.limit)).map(toImportRunSummary)),

  get: procedure
    .input(ByNumber)
    .query(async ({ ctx, input }) => toImportRunView(await ctx.imports.get(input.number))),

  /** Stops a run; what it has proposed by then stays. */
  cancel: procedure
    .input(ByNumber)
    .mutation(async ({ ctx, input }) => toImportRunView(await ctx.imports.cancel(input.number))),

  /** The run now and after each change, until it is over. */
  watch: procedure.input(ByNumber).subscription(async function* ({ ctx, input, signal }) {
    const runs = ctx.imports.watch(input.number, signal ?? new AbortController().signal)
    for await (const run of withTrpcErrors(runs)) yield toImportRunView(run)
  }),
})
