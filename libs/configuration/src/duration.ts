const seconds: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  y: 31_557_600,
}

/** Parses a duration such as `15m`, `90d` or `2y` to milliseconds; a year has 365.25 days. `undefined` if it is invalid. */
export function parseDuration(text: string): number | undefined {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhdwy])$/.exec(text) ?? []
  const length = seconds[unit]
  return length === undefined ? undefined : Number(count) * length * 1000
}

/** Polling interval in milliseconds; `undefined` if polling is off. */
export function pollInterval(schedule: { readonly poll: string }): number | undefined {
  return schedule.poll === 'none' ? undefined : parseDuration(schedule.poll)
}

/** Parses `updated-since`: a date (UTC), or a duration of at least a day before now. `undefined` if it is neither. */
export function parseSince(text: string, now: Date): Date | undefined {
  const duration = /[dwy]$/.test(text) ? parseDuration(text) : undefined
  const moment = duration === undefined ? parseDate(text) : new Date(now.getTime() - duration)
  return moment === undefined || Number.isNaN(moment.getTime()) ? undefined : moment
}

/** Parses a valid calendar date. */
function parseDate(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? date : undefined
}
