import type { ShownLine } from './use-run-log.ts'

export interface LogFilter {
  /** Lines have this text in them, in any case; all have the empty one. */
  readonly search: string
  /** Those of one part; empty for all. */
  readonly grain: string
}

export function filterLines(lines: readonly ShownLine[], { search, grain }: LogFilter): readonly ShownLine[] {
  if (search === '' && grain === '') return lines
  const wanted = search.toLowerCase()
  return lines.filter(
    (line) => (grain === '' || line.grain === grain) && line.text.toLowerCase().includes(wanted),
  )
}

/** One line of a file. */
export function printLine({ at, grain, text }: ShownLine): string {
  return grain === undefined ? `${at} ${text}` : `${at} [${grain}] ${text}`
}

/** The time of day, e.g. `14:03:07`. */
export function shownTime(at: string): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleTimeString('en-GB')
}
