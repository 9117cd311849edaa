import type { Diagnostic } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import type { Blueprint } from './blueprint.ts'
import type { Finding } from './validation/finding.ts'
import { limitFindings } from './validation/limit-findings.ts'
import { placeFindings, sortDiagnostics } from './validation/place-findings.ts'
import { readBlueprintShape, type BlueprintShape } from './validation/shape/read-blueprint-shape.ts'
import { readYaml, type YamlText } from './yaml/read-yaml.ts'

export interface ParsedBlueprint {
  /** Absent if the file does not have the shape of a blueprint. */
  readonly blueprint: Blueprint | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** Line and column of a place in the blueprint, e.g. `['inputs', 'engine']`. */
  locate(path: readonly PropertyKey[]): { readonly line: number; readonly column: number }
}

/** Parses a blueprint file. Never throws; all problems of shape at once, each with its place. */
export function parseBlueprint(file: string, text: string): ParsedBlueprint {
  const { diagnostics, locate, shape } = readBlueprint(file, text)
  return { blueprint: shape?.value, diagnostics, locate }
}

/** A file as far as it can be read. */
export interface ReadBlueprint extends Pick<ParsedBlueprint, 'diagnostics' | 'locate'> {
  /** Absent if the file is not YAML. */
  readonly shape: BlueprintShape | undefined
}

/** As `parseBlueprint`, but with what was most likely meant where the shape is wrong in places. */
export function readBlueprint(file: string, text: string): ReadBlueprint {
  const yaml = readYaml(file, text)
  const { locate, value } = yaml
  const diagnostics = yaml.diagnostics.map((diagnostic) => ({ hint: hintOf(diagnostic), ...diagnostic }))
  if (value === undefined) return { diagnostics, locate, shape: undefined }
  const shape = readBlueprintShape(value as Json)
  const findings = limitFindings(shape.findings).map((finding) => quoteRevision(finding, yaml, text))
  const placed = placeFindings({ file, text, locate }, findings)
  return { diagnostics: sortDiagnostics([...diagnostics, ...placed]), locate, shape }
}

function hintOf({ rule }: Diagnostic): string {
  return rule === 'size' ? 'Make several blueprints of it.' : 'Check indentation, quotes and brackets there.'
}

/** The digits as the file writes them: as a number they may have lost zeros. */
function quoteRevision(finding: Finding, { locate }: YamlText, text: string): Finding {
  if (finding.rule !== 'unquoted-revision') return finding
  const { line } = locate(finding.path)
  const key = finding.path.at(-1) ?? ''
  const written = new RegExp(`\\b${key}\\s*:\\s*([\\w.+-]+)`).exec(text.split('\n')[line - 1] ?? '')?.[1]
  return written === undefined ? finding : { ...finding, hint: `Quote it: \`${key}: '${written}'\`.` }
}
