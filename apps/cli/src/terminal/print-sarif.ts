import { isAbsolute, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Diagnostic } from '@groundplan/errors'
import type { FindingsReport, ReportedRule } from './findings-report.ts'

export interface SarifTool {
  readonly name: string
  readonly version: string
  /** Folder to which paths of files are relative. */
  readonly root: string
}

/**
 * The findings as SARIF 2.1.0, which code hosts show beside the lines.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function printSarif(
  { diagnostics, files, rules }: FindingsReport,
  { name, version, root }: SarifTool,
): string {
  const all = withUnnamed(rules, diagnostics)
  const positions = new Map(all.map(({ id }, index) => [id, index]))
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name, version, rules: all.map(toRule) } },
        columnKind: 'utf16CodeUnits',
        artifacts: [...new Set(files)].map((file) => ({ location: locationOf(file, root) })),
        results: diagnostics.map((diagnostic) =>
          toResult(diagnostic, positions.get(diagnostic.rule) ?? 0, root),
        ),
      },
    ],
  }
  return JSON.stringify(log, undefined, 2)
}

/** Findings may be of rules that nobody has described. */
function withUnnamed(
  rules: readonly ReportedRule[],
  diagnostics: readonly Diagnostic[],
): readonly ReportedRule[] {
  const named = new Map(rules.map((rule) => [rule.id, rule]))
  for (const { rule, severity } of diagnostics) {
    if (!named.has(rule)) named.set(rule, { id: rule, severity, description: `${rule}.` })
  }
  return [...named.values()]
}

function toRule({ id, severity, description }: ReportedRule) {
  return {
    id,
    shortDescription: { text: description.replaceAll('`', '') },
    fullDescription: { text: description.replaceAll('`', ''), markdown: description },
    defaultConfiguration: { level: severity },
  }
}

function toResult(
  { rule, severity, message, hint, file, line, column }: Diagnostic,
  ruleIndex: number,
  root: string,
) {
  const text = wellFormed(hint === undefined ? message : `${message} ${hint}`)
  const region =
    line === undefined
      ? {}
      : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }
  return {
    ruleId: rule,
    ruleIndex,
    level: severity,
    message: { text },
    locations: [{ physicalLocation: { artifactLocation: locationOf(file, root), ...region } }],
  }
}

/** Relative to the root, as a URI; outside of it, absolute. */
function locationOf(file: string, root: string) {
  const path = relative(root, resolve(root, file))
  if (path.startsWith('..') || isAbsolute(path)) return { uri: pathToFileURL(resolve(root, file)).href }
  return {
    uri: path
      .split(sep)
      .map((segment) => encodeURIComponent(wellFormed(segment)))
      .join('/'),
  }
}

/** Half of a character is none in UTF-8. */
function wellFormed(text: string): string {
  return text.toWellFormed()
}
