const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** Says how long ago something was, e.g. `5 minutes ago`; an unreadable time gives `at an unknown time`. */
export function formatRelativeTime(time: string | Date, now: Date): string {
  const seconds = (new Date(time).getTime() - now.getTime()) / 1000
  if (!Number.isFinite(seconds)) return 'at an unknown time'
  // The clocks of server and browser differ a little; nothing happened "in 3 seconds".
  if (Math.abs(seconds) < 60) return 'just now'
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit)
  }
  return 'just now'
}

/** Date and time with seconds and time zone, e.g. `14 March 2026 at 09:30:05 CET`. */
export function formatExactTime(time: string | Date): string {
  const date = new Date(time)
  if (Number.isNaN(date.getTime())) return 'unknown'
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long' }).format(date)
}

/** A day, e.g. `14 March 2026`. */
export function formatDay(time: string | Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(new Date(time))
}
