import type { Json } from '@groundplan/terraform-type'
import { hideProtoKeys, showProtoKey } from '../../proto-keys.ts'
import { limitFindings, mostFindings } from '../limit-findings.ts'
import { describeIssue, type FileFormat, type ShapeFinding } from './describe-issue.ts'
import { copyJson, putAt, repair, valueAt, type MutableJson } from './repair.ts'

export interface Shape<File, Rule extends string> {
  /** The data, if it has the shape of the format. */
  readonly value: File | undefined
  /**
   * Present also where the shape is wrong in places: what was most likely meant, for checks of the rest. Absent if
   * too much is wrong.
   */
  readonly meant: File | undefined
  /** Places of what was meant about which nothing can be said. */
  readonly doubtful: readonly (readonly string[])[]
  readonly findings: readonly ShapeFinding<Rule>[]
}

/** Rounds of mending: what is behind a wrong kind of grain shows in the second, what is behind that in the third. */
const rounds = 5

/**
 * Judges whether data has the shape of a format. All findings at once. `slips` are findings from before, with the text that was
 * meant at their place.
 */
export function readShape<File, Rule extends string>(
  format: FileFormat<Rule>,
  value: Json,
  slips: readonly (ShapeFinding<Rule> & { readonly meant: string })[] = [],
): Shape<File, Rule> {
  const first = slips.length === 0 ? describe(format, value) : undefined
  // The schema only judges and changes nothing, so what was read is what was judged.
  if (first?.length === 0) {
    const file = value as File
    return { value: file, meant: file, doubtful: [], findings: [] }
  }
  const draft = copyJson(value)
  for (const { path, meant } of slips) putAt(draft, path, meant)
  return { ...mend<File, Rule>(format, draft, first ?? describe(format, draft), slips), value: undefined }
}

function mend<File, Rule extends string>(
  format: FileFormat<Rule>,
  draft: MutableJson,
  first: readonly ShapeFinding<Rule>[],
  before: readonly ShapeFinding<Rule>[],
): Omit<Shape<File, Rule>, 'value'> {
  const findings = [...before]
  const doubtful: (readonly string[])[] = []
  let found = first
  for (let round = 0; round < rounds; round += 1) {
    if (found.length === 0) return { meant: draft as File, doubtful, findings }
    findings.push(...found.filter(({ path }) => !doubtful.some((place) => startsWith(path, place))))
    // A file with more is none of its kind.
    if (found.length > mostFindings || found.some(({ path }) => path.length === 0)) break
    doubtful.push(
      ...found.flatMap((finding) =>
        [repair(draft, finding, format) ?? []].filter(({ length }) => length > 0),
      ),
    )
    found = describe(format, draft)
  }
  return { meant: undefined, doubtful, findings: limitFindings(findings) }
}

/** True if a path leads to a place or into it. */
export function startsWith(path: readonly string[], place: readonly string[]): boolean {
  return place.every((step, index) => path[index] === step)
}

function describe<Rule extends string>(
  format: FileFormat<Rule>,
  value: Json | MutableJson,
): readonly ShapeFinding<Rule>[] {
  const parsed = format.schema.safeParse(hideProtoKeys(value as Json))
  if (parsed.success) return []
  return parsed.error.issues.slice(0, mostFindings + 1).flatMap((issue) =>
    describeIssue(
      format,
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
