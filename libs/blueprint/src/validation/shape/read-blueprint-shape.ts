import type { Json } from '@groundplan/terraform-type'
import { Blueprint } from '../../blueprint.ts'
import { findNearest } from '../../find-nearest.ts'
import { limitFindings } from '../limit-findings.ts'
import type { RuleId } from '../rules.ts'
import type { FileFormat, ShapeFinding, UnionIssue } from './describe-issue.ts'
import { shorten } from './name-value.ts'
import { readShape, type Shape } from './read-shape.ts'
import type { MutableJson } from './repair.ts'
import { findUnquotedExpressions } from './unquoted-expressions.ts'

export type BlueprintShape = Shape<Blueprint, RuleId>
type BlueprintShapeFinding = ShapeFinding<RuleId>

const examples: Readonly<Record<string, string>> = {
  spec_version: 'spec_version: 2',
  grains: 'grains: {}',
  kind: 'kind: terraform',
  source: 'source: { store: my-repository, path: modules/network, commit: … }',
  store: 'store: my-repository',
  path: 'path: modules/network',
  value: "value: '{{ .grains.network.outputs.id }}'",
}

const format: FileFormat<RuleId> = {
  schema: Blueprint,
  name: 'a blueprint',
  reference: 'docs/blueprint-format.md',
  examples,
  describe(issue, path, value) {
    if (issue.code === 'invalid_union')
      return 'discriminator' in issue ? unknownKind(path, value, issue) : undefined
    const isRevision = /^(?:commit|branch|tag)$/.test(path.at(-1) ?? '') && path.at(-2) === 'source'
    return typeof value === 'number' && isRevision ? unquotedRevision(path) : undefined
  },
  substituteAt,
}

/** Checks whether data has the shape of a blueprint. Returns all findings. */
export function readBlueprintShape(value: Json): BlueprintShape {
  return readShape<Blueprint, RuleId>(format, value, limitFindings(findUnquotedExpressions(value)))
}

function unknownKind(path: readonly string[], value: unknown, issue: UnionIssue): BlueprintShapeFinding {
  const kinds = ('options' in issue && Array.isArray(issue.options) ? issue.options : []).map(String)
  const nearest = typeof value === 'string' ? findNearest(value, kinds) : undefined
  const grain = path.at(-2) ?? ''
  const list = `Valid kinds: ${kinds.join(', ')}.`
  const found = typeof value === 'string' ? `has the unknown kind "${shorten(value)}"` : 'has no kind'
  return {
    rule: value === undefined ? 'missing-key' : 'unknown-grain-kind',
    path,
    message: `Grain "${grain}" ${found}.`,
    hint: nearest === undefined ? list : `Did you mean "${nearest}"? ${list}`,
    meant: nearest ?? 'terraform',
  }
}

function unquotedRevision(path: readonly string[]): BlueprintShapeFinding {
  const key = path.at(-1) ?? ''
  return {
    rule: 'unquoted-revision',
    path,
    message: `The ${key} of grain "${path[1] ?? ''}" is not quoted, so YAML reads it as a number and digits may be lost.`,
    hint: `Quote it: \`${key}: '…'\`.`,
  }
}

const sourceSubstitute: Readonly<Record<string, string>> = { store: '', path: '.', commit: '' }

/** Substitutes for required values. */
function substituteAt(path: readonly string[]): MutableJson | undefined {
  const [section, , third, fourth, fifth = ''] = path
  if (path.length === 1) return section === 'spec_version' ? 2 : section === 'grains' ? {} : undefined
  if (section === 'inputs') return path.length === 2 ? null : undefined
  if (section === 'outputs') return path.length === 2 ? { value: '' } : third === 'value' ? '' : undefined
  if (section !== 'grains') return undefined
  if (path.length === 2) return { kind: 'terraform', spec: { source: { ...sourceSubstitute } } }
  if (third === 'spec' && path.length === 3) return { source: { ...sourceSubstitute } }
  if (fourth !== 'source') return undefined
  return path.length === 4 ? { ...sourceSubstitute } : sourceSubstitute[fifth]
}
