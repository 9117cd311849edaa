import { z } from 'zod'

/** Items of a page if the caller names no limit, and at most. */
const defaultLimit = 50
const maximumLimit = 100

/** What every list procedure takes beside its own filters: `z.object({ ...pageInput, status }).prefault({})`. */
export const pageInput = {
  limit: z.int().min(1).max(maximumLimit).default(defaultLimit),
  /** `nextCursor` of the page before. */
  cursor: z.string().max(2000).optional(),
}
