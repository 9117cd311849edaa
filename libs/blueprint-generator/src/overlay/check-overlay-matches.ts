import { findNearest, limitFindings } from '@groundplan/blueprint'
import { matchesGlob } from '@groundplan/change-set'
import type { Diagnostic } from '@groundplan/errors'
import type { OverlayEntry } from './parse-overlay.ts'
import { listSettings, placeOf } from './resolve-settings.ts'

/** A directory with Terraform files, and the names of the variables there; none if it is left out. */
export interface OverlaySubject {
  readonly path: string
  readonly variables: readonly string[]
}

/** Warns of entries that are for no module of the repository, and of settings for inputs that none of their modules has. */
export function checkOverlayMatches(
  entries: readonly OverlayEntry[],
  modules: readonly OverlaySubject[],
): readonly Diagnostic[] {
  if (modules.length === 0) return []
  return limitFindings(entries.flatMap((entry) => checkEntry(entry, modules)))
}

function checkEntry(entry: OverlayEntry, modules: readonly OverlaySubject[]): readonly Diagnostic[] {
  const { glob } = entry
  const matching = glob === undefined ? modules : modules.filter(({ path }) => matchesGlob(glob, path))
  if (glob !== undefined && matching.length === 0) {
    const nearest = findNearest(
      glob,
      modules.map(({ path }) => path),
    )
    const message = `"${glob}" matches no directory with a module.`
    return [
      {
        severity: 'warning',
        rule: 'overlay-unmatched',
        ...entry.locate([]),
        message,
        ...didYouMean(nearest),
      },
    ]
  }
  return checkInputs(entry, new Set(matching.flatMap(({ variables }) => variables)))
}

function checkInputs(entry: OverlayEntry, known: ReadonlySet<string>): readonly Diagnostic[] {
  const unknown = new Map(
    listSettings(entry).flatMap((setting) =>
      setting.input === undefined || known.has(setting.input) ? [] : [[setting.input, setting] as const],
    ),
  )
  const whose =
    entry.glob === undefined ? 'No module in the repository' : `No module that matches "${entry.glob}"`
  return [...unknown].map(([input, setting]) => ({
    severity: 'warning',
    rule: 'overlay-unmatched',
    ...placeOf(setting),
    message: `${whose} has a variable "${input}".`,
    ...didYouMean(findNearest(input, [...known])),
  }))
}

function didYouMean(nearest: string | undefined) {
  return nearest === undefined ? {} : { hint: `Did you mean "${nearest}"?` }
}
