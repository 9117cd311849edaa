import { InputError } from '@groundplan/errors'
import {
  proposalSorts,
  proposalStatuses,
  type ProposalPosition,
  type ProposalSearch,
  type ProposalSort,
} from '@groundplan/proposal'
import { z } from 'zod'
import { line, RowNumber } from '../input-schemas.ts'
import { defineCursor, type CursorFormat } from '../paging/cursor.ts'

/** Proposals that one bulk decision may name. */
const mostSelected = 1000

export const CommitId = z.string().regex(/^[0-9a-f]{40,64}$/)

/** The filters of lists, counts, facets and bulk decisions. */
export const proposalFilters = {
  status: z.enum(proposalStatuses).optional(),
  numbers: z.array(RowNumber).max(100).optional(),
  /** Words in the name, the title, the repository or the path; `#12` for a number. */
  search: line(200).optional(),
  repository: line(300).optional(),
  owner: line(300).optional(),
  kind: z.enum(['new', 'update', 'retirement']).optional(),
  breaking: z.boolean().optional(),
  conflicts: z.boolean().optional(),
  /** ISO 8601 times. */
  openedAfter: z.iso.datetime().optional(),
  openedBefore: z.iso.datetime().optional(),
}

const Filters = z.object(proposalFilters)
export const ProposalFilters = Filters.default({})

export const Sort = z.enum(proposalSorts).default('newest')

/** Proposals by number, each with the generated commit that the reviewer saw, or all open ones that match filters. */
export const BulkSelection = z.object({
  items: z
    .array(z.object({ number: RowNumber, generatedCommit: CommitId.optional() }))
    .max(mostSelected)
    .optional(),
  filter: Filters.omit({ status: true }).optional(),
})

export function toSearch({
  search: text,
  openedAfter,
  openedBefore,
  ...filters
}: z.infer<typeof Filters>): ProposalSearch {
  return { ...filters, text, openedAfter: toDate(openedAfter), openedBefore: toDate(openedBefore) }
}

/** Throws InputError unless the selection has exactly one of `items` and `filter`. */
export function requireOneSelection({ items, filter }: z.infer<typeof BulkSelection>): void {
  if ((items === undefined) !== (filter === undefined)) return
  throw new InputError('Select proposals with either `items` or `filter`.')
}

function toDate(time: string | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time)
}

const numberOfValues = { newest: 0, oldest: 0, updated: 1, name: 1, repository: 2 } as const

/** A cursor fits only the order that it was made for. */
export function cursorOf(sort: ProposalSort): CursorFormat<ProposalPosition> {
  const value = sort === 'updated' ? z.iso.datetime() : z.string().max(2000)
  const values = z.array(value).length(numberOfValues[sort])
  return defineCursor(`proposals by ${sort}`, z.object({ values, number: RowNumber }))
}
