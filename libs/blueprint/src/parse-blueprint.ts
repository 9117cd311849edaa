import type { Diagnostic } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import type { Blueprint } from './blueprint.ts'
import type { Finding } from './validation/finding.ts'
import { limitFindings } from './validation/limit-findings.ts'
import { placeFindings, sortDiagnostics } from './validation/place-findings.ts'
import { readBlueprintShape, type BlueprintShape } from './validation/shape/read-blueprint-shape.ts'
import { readYaml, type YamlText } from './yaml/read-yaml.ts'

export interface ParsedBlueprint {
  /** Absent if the file is not a valid blueprint. */
  readonly blueprint: Blueprint | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** Line and column of a place in the blueprint, e.g. `['inputs', 'engine']`. */
  locate(path: readonly PropertyKey[]): { readonly line: number; readonly column: number }
}

/** Parses a blueprint file. Never throws; returns all shape errors, each with its position. */
export function parseBlueprint(file: string, text: string): ParsedBlueprint {
  const { diagnostics, locate, shape } = readBlueprint(file, text)
  return { blueprint: shape?.value, diagnostics, locate }
}

/** The parts of a file that could be parsed. */
export interface ReadBlueprint extends Pick<ParsedBlueprint, 'diagnostics' | 'locate'> {
  /** Absent if the file is not YAML. */
  readonly shape: BlueprintShape | undefined
}

/** Like `parseBlueprint`, but substitutes the most likely intended values where the shape is invalid. */
export function readBlueprint(
  file: string,
  text: string,
  yaml: YamlText = readYaml(file, text),
): ReadBlueprint {
  const { locate, value } = yaml
  const diagnostics = yaml.diagnostics.map((diagnostic) => ({ hint: hintOf(diagnostic), ...diagnostic }))
  if (value === undefined) return { diagnostics, locate, shape: undefined }
  const shape = readBlueprintShape(value as Json)
  const findings = limitFindings(shape.findings).map((finding) => quoteRevision(finding, yaml, text))
  const placed = placeFindings({ file, text, locate }, findings)
  return { diagnostics: sortDiagnostics([...diagnostics, ...placed]), locate, shape }
}

function hintOf({ rule }: Diagnostic): string {
  return rule === 'size'
    ? 'Split it into several blueprints.'
    : 'Check indentation, quotes and brackets on that line.'
}

/** The digits as written in the file: as a number they may have lost zeros. */
function quoteRevision(finding: Finding, { locate }: YamlText, text: string): Finding {
  if (finding.rule !== 'unquoted-revision') return finding
  const { line } = locate(finding.path)
  const key = finding.path.at(-1) ?? ''
  const written = new RegExp(`\\b${key}\\s*:\\s*([\\w.+-]+)`).exec(text.split('\n')[line - 1] ?? '')?.[1]
  return written === undefined ? finding : { ...finding, hint: `Quote it: \`${key}: '${written}'\`.` }
}
