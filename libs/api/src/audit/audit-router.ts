import { requirePermission } from '@groundplan/access'
import { accountSpaceId, displayActor, type ActorKind } from '@groundplan/actor'
import type { AuditFilter, AuditLog, AuditRecord } from '@groundplan/events'
import { toPage } from '@groundplan/proposal'
import { z } from 'zod'
import type { ApiContext } from '../api-context.ts'
import { line } from '../input-schemas.ts'
import { defineCursor } from '../paging/cursor.ts'
import { pageInput } from '../paging/page-input.ts'
import { procedureFor, router } from '../trpc.ts'

const reading = procedureFor('audit.read')

const sequence = z.int().min(0)

const account = {
  /** True: events that belong to no space. */
  account: z.boolean().default(false),
}

const filters = {
  /** ISO 8601 times: events from the first one on, and before the second one. */
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  /** Name or kind of the actor, or both: `ada`, `api-token`, `api-token:ci`. */
  actor: line(300).optional(),
  /** `secret.created`, or `secret` for everything about secrets. */
  action: line(100).optional(),
  /** Kind or ID of the target, or both: `secret`, `github-token`, `secret:github-token`. */
  target: line(500).optional(),
  /** What was refused, or what was done; both if absent. */
  result: z.enum(['done', 'refused']).optional(),
}

const cursor = defineCursor('audit', sequence)

/** Events of one page of an export. */
const mostExported = 500

/** The audit log of the space. It can only be read. */
export const auditRouter = router({
  /** The newest first. */
  list: reading
    .input(z.object({ ...pageInput, ...account, ...filters }).prefault({}))
    .query(async ({ ctx, input }) => {
      const { limit, after } = cursor.toRequest(input)
      const found = await findLog(ctx, input).search(toFilter(input), { limit: limit + 1, before: after })
      return cursor.toView(
        toPage(found, limit, (record) => record.sequence),
        toView,
      )
    }),

  /** The oldest first, after a sequence number, with everything that the hashes cover. */
  export: reading
    .input(
      z
        .object({
          ...account,
          ...filters,
          after: sequence.default(0),
          limit: z.int().min(1).max(mostExported).default(mostExported),
        })
        .prefault({}),
    )
    .query(async ({ ctx, input }) => {
      const { after, limit } = input
      return { items: await findLog(ctx, input).read(toFilter(input), { after, limit }) }
    }),

  /** Where the chain begins and ends. */
  head: reading
    .input(z.object(account).prefault({}))
    .query(({ ctx, input }) => findLog(ctx, input).readHead()),
})

function findLog(
  ctx: Pick<ApiContext, 'audit' | 'accountAudit' | 'caller'>,
  input: { readonly account: boolean },
): AuditLog {
  if (!input.account) return ctx.audit
  requirePermission(ctx.caller, 'audit.read', accountSpaceId)
  return ctx.accountAudit
}

/** An event as lists show it; the time is ISO 8601. */
export interface AuditEventView extends Omit<AuditRecord, 'previousHash' | 'actor'> {
  /** For people. */
  readonly actor: string
  readonly actorKind: ActorKind
}

function toView({ previousHash: _, actor, ...record }: AuditRecord): AuditEventView {
  return { ...record, actor: displayActor(actor), actorKind: actor.kind }
}

type Filters = z.infer<z.ZodObject<typeof filters>>

function toFilter({ since, until, actor, action, target, result }: Filters): AuditFilter {
  const times = { since: since && new Date(since), until: until && new Date(until) }
  const refused = result === undefined ? undefined : result === 'refused'
  return { ...times, actor, action, target, refused } as AuditFilter
}
