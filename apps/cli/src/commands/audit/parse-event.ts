import { InputError } from '@groundplan/errors'
import type { AuditRecord } from '@groundplan/events'
import { z } from 'zod'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)
const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** One line of an export. Actors and actions of later versions are fine: only their text counts. */
const ExportedEvent = z.strictObject({
  sequence: z.int().min(1),
  id: z.int(),
  time: z.string(),
  actor: z.record(z.string(), z.unknown()),
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string() }),
  space: z.string(),
  sourceAddress: z.string().optional(),
  before: Facts.optional(),
  after: Facts.optional(),
  reason: z.string().optional(),
  correlationId: z.string().optional(),
  previousHash: Hash.nullable(),
  hash: Hash,
})

/** Parses a line. Throws InputError that says which one is invalid. */
export function parseEvent(text: string, where: string): AuditRecord {
  const parsed = ExportedEvent.safeParse(parseJson(text))
  if (parsed.success) return parsed.data as unknown as AuditRecord
  const [issue] = parsed.error.issues
  throw new InputError(`${where} is no exported event: ${issue?.path.join('.') || 'the line'} is invalid.`, {
    hint: 'Use a file that `groundplan audit export` wrote.',
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
