import {
  findPatternProblem,
  limitFindings,
  placeFindingsOf,
  readShape,
  readYaml,
} from '@groundplan/blueprint'
import type { Diagnostic, SourcePosition } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import { overlayFormat } from './overlay-format.ts'
import type { Overlay, OverlayModule } from './overlay.ts'

export interface ParsedOverlay {
  /** `defaults`, then the entries of `modules` as they stand in the file: each wins over those before it. */
  readonly entries: readonly OverlayEntry[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface OverlayEntry {
  /** The glob on directories of modules; `undefined` for `defaults`, which is for all. */
  readonly glob: string | undefined
  readonly settings: OverlayModule
  /** Where a setting stands, e.g. `['inputs', 'region', 'default']`; `[]` is the entry itself. */
  locate(path: readonly PropertyKey[]): SourcePosition
}

/** Parses an overlay. Never throws; all problems at once, each with its place. With an error, there are no entries. */
export function parseOverlay(file: string, text: string): ParsedOverlay {
  const { value, diagnostics, locate } = readYaml(file, text)
  // A file in which everything is commented out says nothing, and may.
  if (value === null && diagnostics.length === 0) return { entries: [], diagnostics }
  if (value === undefined) return { entries: [], diagnostics }
  const place = (path: readonly PropertyKey[]): SourcePosition => ({ file, ...locate(path) })
  const { value: overlay, findings } = readShape<Overlay, 'shape'>(overlayFormat, value as Json)
  const found =
    overlay === undefined
      ? placeFindingsOf({ file, text, locate }, limitFindings(findings), () => 'error')
      : findBadPatterns(overlay, place)
  if (overlay === undefined || found.length > 0)
    return { entries: [], diagnostics: [...diagnostics, ...found] }
  return { entries: listEntries(overlay, place), diagnostics }
}

type Place = (path: readonly PropertyKey[]) => SourcePosition

function listEntries({ defaults, modules = {} }: Overlay, place: Place): readonly OverlayEntry[] {
  const entryAt = (path: readonly string[], settings: OverlayModule, glob?: string): OverlayEntry => ({
    glob,
    settings,
    locate: (inner) => place([...path, ...inner]),
  })
  const listed = Object.entries(modules).map(([glob, settings]) => entryAt(['modules', glob], settings, glob))
  return [...(defaults === undefined ? [] : [entryAt(['defaults'], defaults)]), ...inFileOrder(listed)]
}

/** JavaScript sorts keys that look like numbers first. */
function inFileOrder(entries: readonly OverlayEntry[]): readonly OverlayEntry[] {
  if (!entries.some(({ glob = '' }) => /^\d+$/.test(glob))) return entries
  const placed = entries.map((entry) => ({ entry, place: entry.locate([]) }))
  const compare = (left: SourcePosition, right: SourcePosition) =>
    (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0)
  return placed.toSorted((left, right) => compare(left.place, right.place)).map(({ entry }) => entry)
}

function findBadPatterns({ defaults = {}, modules = {} }: Overlay, place: Place): readonly Diagnostic[] {
  const entries = [
    [['defaults'], defaults] as const,
    ...Object.entries(modules).map(([glob, entry]) => [['modules', glob], entry] as const),
  ]
  const found = entries.flatMap(([path, { inputs = {} }]) =>
    Object.entries(inputs).flatMap(([name, { pattern }]) => {
      const problem = pattern === undefined ? undefined : findPatternProblem(pattern)
      return problem === undefined ? [] : [{ ...problem, name, at: [...path, 'inputs', name, 'pattern'] }]
    }),
  )
  return limitFindings(found).map(({ rule, name, said, hint, at }) => ({
    severity: 'error',
    rule,
    ...place(at),
    message: `The pattern of input "${name}" ${said}.`,
    hint,
  }))
}
