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

/** What the space says about durations, in minutes; what is absent has no limit. */
export interface DurationLimits {
  /** Of environments for which nobody chooses an end. */
  readonly usual?: number | undefined
  readonly longest?: number | undefined
}

export interface EndOption {
  readonly value: string
  readonly label: string
}

/** The ends that a space lets people choose for a new environment. */
export function listEndOptions({ usual, longest = Infinity }: DurationLimits = {}): readonly EndOption[] {
  const offered = durations.filter(({ milliseconds }) => milliseconds <= longest * 60_000)
  return [
    ...offered.map(({ value, label }) => ({ value, label: `${label} from now` })),
    { value: 'at', label: 'At a time …' },
    {
      value: 'never',
      label: usual === undefined ? 'Never' : `When the space ends it: ${inWords(usual)} from now`,
    },
  ]
}

/** What was chosen, or no end if the space does not offer that. */
export function withinLimits(end: ChosenEnd, limits: DurationLimits | undefined): ChosenEnd {
  const isOffered = listEndOptions(limits).some(({ value }) => value === end.kind)
  return isOffered ? end : { ...end, kind: 'never' }
}

const units = [
  { name: 'week', minutes: 7 * 1440 },
  { name: 'day', minutes: 1440 },
  { name: 'hour', minutes: 60 },
  { name: 'minute', minutes: 1 },
] as const

/** The largest unit without a rest: `36 hours`, `1 week`. */
export function inWords(minutes: number): string {
  const unit = units.find((each) => minutes % each.minutes === 0) ?? units[3]
  const count = minutes / unit.minutes
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`
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
