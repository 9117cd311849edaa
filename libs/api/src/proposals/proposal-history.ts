import { displayActor, type ActorKind } from '@groundplan/actor'
import type { Event, EventFacts, EventType } from '@groundplan/events'
import { getProposal, toPage } from '@groundplan/proposal'
import { z } from 'zod'
import type { ApiContext } from '../api-context.ts'
import { RowNumber } from '../input-schemas.ts'
import { defineCursor, type PageView } from '../paging/cursor.ts'
import { pageInput } from '../paging/page-input.ts'

/** Something that happened to a proposal; times are ISO 8601 texts. */
export interface ProposalEventView {
  readonly id: number
  readonly at: string
  /** Who did it, for people. */
  readonly by: string
  readonly actorKind: ActorKind
  readonly type: EventType
  /** The facts that changed, as they were and as they are. */
  readonly before?: EventFacts | undefined
  readonly after?: EventFacts | undefined
  readonly reason?: string | undefined
  readonly correlationId?: string | undefined
}

export const HistoryRequest = z.object({ ...pageInput, number: RowNumber })

const cursor = defineCursor('proposal-history', z.int())

/** The events of one proposal, the newest first. Throws NotFoundError. */
export async function readHistory(
  input: z.infer<typeof HistoryRequest>,
  { proposals, events }: Pick<ApiContext, 'proposals' | 'events'>,
): Promise<PageView<ProposalEventView>> {
  const { number } = await getProposal(input.number, proposals)
  const { limit, after } = cursor.toRequest(input)
  const found = await events.list(
    { kind: 'proposal', id: String(number) },
    { limit: limit + 1, before: after },
  )
  return cursor.toView(
    toPage(found, limit, ({ id }) => id),
    toView,
  )
}

function toView({ id, at, actor, type, before, after, reason, correlationId }: Event): ProposalEventView {
  return {
    ...{ id, at: at.toISOString(), by: displayActor(actor), actorKind: actor.kind, type },
    ...{ before, after, reason, correlationId },
  }
}
