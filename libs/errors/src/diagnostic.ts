/** How much a finding matters: an `error` makes its subject unusable, a `warning` does not. */
export type Severity = 'error' | 'warning' | 'note'

/** A place in a text file. Lines and columns count from 1; a column counts characters as editors do. */
export interface SourcePosition {
  readonly file: string
  readonly line?: number | undefined
  readonly column?: number | undefined
}

/** One finding about a user's file. */
export interface Diagnostic extends SourcePosition {
  readonly severity: Severity
  /** Stable kebab-case name of the rule, e.g. `syntax` or `unknown-key`. */
  readonly rule: string
  readonly message: string
  readonly hint?: string | undefined
}

/** Prints `file:line:column: severity: message`, the form that editors and CI logs make clickable. */
export function printDiagnostic(diagnostic: Diagnostic): string {
  const hint = diagnostic.hint === undefined ? '' : ` (${diagnostic.hint})`
  return `${printPosition(diagnostic)}: ${diagnostic.severity}: ${diagnostic.message}${hint}`
}

/** Prints `file`, `file:line` or `file:line:column`, depending on what is known. */
export function printPosition({ file, line, column }: SourcePosition): string {
  if (line === undefined) return file
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`
}

/** True if at least one finding is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error')
}
