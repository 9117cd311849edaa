import type { Json } from '@groundplan/terraform-type'
import { Blueprint } from '../../blueprint.ts'
import { hideProtoKeys, showProtoKey } from '../../proto-keys.ts'
import { limitFindings, mostFindings } from '../limit-findings.ts'
import { describeIssue, type ShapeFinding } from './describe-issue.ts'
import { copyJson, putAt, repair, valueAt, type MutableJson } from './repair.ts'
import { findUnquotedExpressions } from './unquoted-expressions.ts'

export interface Shape {
  /** Present if the data has the shape of a blueprint. */
  readonly blueprint: Blueprint | undefined
  /**
   * Present also where the shape is wrong in places: the blueprint that was most likely meant, for checks of the rest. Absent if
   * too much is wrong.
   */
  readonly meant: Blueprint | undefined
  /** Places of what was meant about which nothing can be said. */
  readonly doubtful: readonly (readonly string[])[]
  readonly findings: readonly ShapeFinding[]
}

/** Rounds of mending: what is behind a wrong kind of grain shows in the second, what is behind that in the third. */
const rounds = 5

/** Judges whether data has the shape of a blueprint. All findings at once. */
export function readShape(value: Json): Shape {
  const unquoted = limitFindings(findUnquotedExpressions(value))
  const first = unquoted.length === 0 ? describe(value) : undefined
  // The schema only judges and changes nothing, so what was read is what was judged.
  if (first?.length === 0) {
    const blueprint = value as unknown as Blueprint
    return { blueprint, meant: blueprint, doubtful: [], findings: [] }
  }
  const draft = copyJson(value)
  for (const { path, meant } of unquoted) putAt(draft, path, meant)
  return { ...mend(draft, first ?? describe(draft), unquoted), blueprint: undefined }
}

function mend(
  draft: MutableJson,
  first: readonly ShapeFinding[],
  before: readonly ShapeFinding[],
): Omit<Shape, 'blueprint'> {
  const findings = [...before]
  const doubtful: (readonly string[])[] = []
  let found = first
  for (let round = 0; round < rounds; round += 1) {
    if (found.length === 0) return { meant: draft as unknown as Blueprint, doubtful, findings }
    findings.push(...found.filter(({ path }) => !doubtful.some((place) => startsWith(path, place))))
    // A file with more is no blueprint.
    if (found.length > mostFindings || found.some(({ path }) => path.length === 0)) break
    doubtful.push(
      ...found.flatMap((finding) => [repair(draft, finding) ?? []].filter(({ length }) => length > 0)),
    )
    found = describe(draft)
  }
  return { meant: undefined, doubtful, findings: limitFindings(findings) }
}

/** True if a path leads to a place or into it. */
export function startsWith(path: readonly string[], place: readonly string[]): boolean {
  return place.every((step, index) => path[index] === step)
}

function describe(value: Json | MutableJson): readonly ShapeFinding[] {
  const parsed = Blueprint.safeParse(hideProtoKeys(value as Json))
  if (parsed.success) return []
  return parsed.error.issues.slice(0, mostFindings + 1).flatMap((issue) =>
    describeIssue(
      issue.code === 'unrecognized_keys' ? { ...issue, keys: fewKeys(issue.keys) } : issue,
      issue.path.map((step) => String(showProtoKey(step))),
      (path) => valueAt(value, path),
    ),
  )
}

/** No more than are needed to see that they are too many. */
function fewKeys(keys: readonly string[]): string[] {
  return keys.slice(0, mostFindings + 1).map(showProtoKey)
}
