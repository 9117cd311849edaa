/** How long an environment is wanted for. */
export const durations = [
  { value: '8h', label: '8 hours', milliseconds: 8 * 3_600_000 },
  { value: '1d', label: '1 day', milliseconds: 86_400_000 },
  { value: '3d', label: '3 days', milliseconds: 3 * 86_400_000 },
  { value: '1w', label: '1 week', milliseconds: 7 * 86_400_000 },
  { value: '30d', label: '30 days', milliseconds: 30 * 86_400_000 },
] as const

/** What people choose: one of the durations, a time of their own, or no end. */
export interface ChosenEnd {
  /** Value of a duration, `at` or `never`. */
  readonly kind: string
  /** For `at`: as the browser's field has it, in its time zone, e.g. `2026-12-24T18:00`. */
  readonly time: string
}

export type EndTime =
  | { readonly ok: true; readonly endsAt: string | undefined }
  | { readonly ok: false; readonly message: string }

/** The chosen end as the API takes it (ISO 8601), or what is wrong with it. */
export function toEndTime({ kind, time }: ChosenEnd, now: Date): EndTime {
  if (kind === 'never') return { ok: true, endsAt: undefined }
  const duration = durations.find(({ value }) => value === kind)
  if (duration !== undefined)
    return { ok: true, endsAt: new Date(now.getTime() + duration.milliseconds).toISOString() }
  const date = new Date(time)
  if (time === '' || Number.isNaN(date.getTime())) return { ok: false, message: 'Choose a date and a time.' }
  if (date <= now) return { ok: false, message: 'Choose a time in the future.' }
  return { ok: true, endsAt: date.toISOString() }
}

/** A time as the browser's field for date and time has it, in its time zone. */
export function toLocalTime(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}
