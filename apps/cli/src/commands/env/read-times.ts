import { InputError } from '@groundplan/errors'

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** Parses a duration such as `90m`, `8h`, `3d` or `1d12h` to milliseconds. Throws InputError. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d{1,6})([mhdw])/g)]
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join('') === text
  if (isWhole) return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 0), 0)
  throw new InputError(`"${text}" is no duration.`, {
    hint: 'Use minutes, hours, days or weeks: 90m, 8h, 3d, 1w.',
  })
}

/** The inverse for whole minutes, in the largest unit without a rest: `90m`, `8h`, `30d`. */
export function printMinutes(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440}d`
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`
}

/** Parses a time such as `2026-12-01T18:00Z`; without a zone it is that of this machine. Throws InputError. */
export function parseTime(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : new Date(Number.NaN)
  if (!Number.isNaN(time.getTime())) return time.toISOString()
  throw new InputError(`"${text}" is no time.`, {
    hint: 'Use ISO 8601: 2026-12-01T18:00 or 2026-12-01T18:00Z.',
  })
}

export interface EndOptions {
  readonly until?: string | undefined
  readonly for?: string | undefined
}

/** The time of `--until` or `--for`, the latter from now; `undefined` without either. Throws InputError. */
export function readEnd(options: EndOptions, now = new Date()): string | undefined {
  const { until, for: duration } = options
  if (until !== undefined && duration !== undefined)
    throw new InputError('Use either --until or --for, not both.')
  if (until !== undefined) return parseTime(until)
  return duration === undefined ? undefined : new Date(now.getTime() + parseDuration(duration)).toISOString()
}
