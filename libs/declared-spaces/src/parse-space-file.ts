import {
  limitFindings,
  placeFindingsOf,
  readShape,
  readYaml,
  sortDiagnostics,
  type BlueprintFinding,
  type FileFormat,
  type ShapeRule,
} from '@groundplan/blueprint'
import { isSpaceName } from '@groundplan/access'
import type { Diagnostic } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import { SpaceFile } from './space-file.ts'

export type SpaceRule =
  | 'space-name'
  | 'duplicate'
  | 'member-name'
  | 'unknown-role'
  | 'limits'
  | 'pool'
  | 'unknown-blueprint'
  | 'input-value'
  | 'credential'

export type SpaceFinding = BlueprintFinding<SpaceRule | ShapeRule>

/** A file of `spaces/`, as far as it can be understood by itself. */
export interface ParsedSpaceFile {
  readonly path: string
  /** Of the space; the file's name. */
  readonly name: string
  /** Absent if the file has errors. */
  readonly content: SpaceFile | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** Adds lines and columns to what is found out later. */
  place(findings: readonly SpaceFinding[]): readonly Diagnostic[]
}

const format: FileFormat<SpaceRule> = {
  schema: SpaceFile,
  name: 'a space',
  reference: 'docs/spaces.md',
  examples: {
    version: 'version: 1',
    title: 'title: Payments',
    kind: 'kind: group',
    name: 'name: payments-team',
    role: 'role: developer',
    'role-arn': 'role-arn: arn:aws:iam::123456789012:role/groundplan',
  },
  substituteAt: () => undefined,
}

/** Never throws. Returns all findings, in file order. */
export function parseSpaceFile(path: string, text: string): ParsedSpaceFile {
  const { value, diagnostics: unreadable, locate } = readYaml(path, text)
  const place = (findings: readonly SpaceFinding[]) =>
    placeFindingsOf<SpaceRule | ShapeRule>({ file: path, text, locate }, findings, () => 'error')
  const name = path.replace(/^.*\//, '').replace(/\.yaml$/, '')
  const shape = value === undefined ? undefined : readShape<SpaceFile, SpaceRule>(format, value as Json)
  const content = shape?.value
  const findings = [
    ...(shape === undefined ? [] : limitFindings(shape.findings)),
    ...(isSpaceName(name) ? [] : [wrongName(name)]),
    ...(content === undefined ? [] : findDuplicates(content)),
  ]
  const diagnostics = sortDiagnostics([...unreadable, ...place(findings)])
  return { path, name, place, diagnostics, content: diagnostics.length > 0 ? undefined : content }
}

function wrongName(name: string): SpaceFinding {
  return {
    rule: 'space-name',
    path: [],
    message: `"${name.slice(0, 80)}" is no name for a space.`,
    hint: 'Name the file after the space: lower-case letters, digits and single dashes. The home space "default" is not declared.',
  }
}

function findDuplicates({
  members = [],
  credentials = [],
  blueprints = [],
}: SpaceFile): readonly SpaceFinding[] {
  return [
    ...duplicatesIn(
      'members',
      members,
      ({ kind, name, role }) => `${kind} "${name}" with the role "${role}"`,
    ),
    ...duplicatesIn('credentials', credentials, ({ name }) => `credential "${name}"`),
    ...duplicatesIn('blueprints', blueprints, ({ name }) => `blueprint "${name}"`),
  ]
}

function duplicatesIn<Item>(
  list: string,
  items: readonly Item[],
  nameOf: (item: Item) => string,
): readonly SpaceFinding[] {
  const seen = new Set<string>()
  return items.flatMap((item, index): readonly SpaceFinding[] => {
    const name = nameOf(item)
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return [
      {
        rule: 'duplicate',
        path: [list, String(index)],
        message: `The ${name} is listed twice.`,
        hint: 'Remove one of them.',
      },
    ]
  })
}
