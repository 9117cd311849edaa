/** Which events the audit log shows; what is absent matches all. */
export interface AuditSearch {
  readonly who?: string
  readonly action?: string
  readonly target?: string
  readonly result?: 'done' | 'refused'
  readonly range?: AuditRange
  /** Days, e.g. `2026-01-31`, the last one included; for the range `custom`. */
  readonly from?: string
  readonly to?: string
  /** True: what belongs to no space, such as sign-ins. */
  readonly account?: true
}

export const auditRanges = ['day', 'week', 'month', 'custom'] as const
export type AuditRange = (typeof auditRanges)[number]

export function parseAuditSearch(raw: Record<string, unknown>): AuditSearch {
  const range = auditRanges.find((each) => each === raw['range'])
  const found = {
    who: textOf(raw['who']),
    action: textOf(raw['action']),
    target: textOf(raw['target']),
    result: (['done', 'refused'] as const).find((each) => each === raw['result']),
    range,
    from: range === 'custom' ? dayOf(raw['from']) : undefined,
    to: range === 'custom' ? dayOf(raw['to']) : undefined,
    account: raw['account'] === true ? (true as const) : undefined,
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as AuditSearch
}

/** True if not all events of the chain are shown. */
export function isFiltered({ account: _, ...filters }: AuditSearch): boolean {
  return Object.keys(filters).length > 0
}

const lengths = { day: 1, week: 7, month: 30 } as const
const millisecondsPerDay = 86_400_000

/** What the API is asked for. Ranges end now, and days are those of the browser's time zone. */
export function toAuditFilter(search: AuditSearch, now: Date) {
  const { who, action, target, result, account = false } = search
  const given = Object.entries({ actor: who, action, target, result }).filter(
    ([, value]) => value !== undefined,
  )
  return {
    ...(Object.fromEntries(given) as {
      actor?: string
      action?: string
      target?: string
      result?: 'done' | 'refused'
    }),
    ...toTimes(search, now),
    account,
  }
}

function toTimes({ range, from, to }: AuditSearch, now: Date): { since?: string; until?: string } {
  if (range === undefined) return {}
  if (range !== 'custom')
    return { since: new Date(now.getTime() - lengths[range] * millisecondsPerDay).toISOString() }
  return {
    ...(from === undefined ? {} : { since: midnightOf(from, 0).toISOString() }),
    ...(to === undefined ? {} : { until: midnightOf(to, 1).toISOString() }),
  }
}

/** The midnight at which a day begins, or one so many days later. */
function midnightOf(day: string, later: number): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later)
}

// The router reads values that look like numbers as such.
function textOf(raw: unknown): string | undefined {
  const text = typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim() : ''
  return text === '' ? undefined : text.slice(0, 300)
}

function dayOf(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(raw)) return undefined
  return Number.isNaN(new Date(raw).getTime()) ? undefined : raw
}
