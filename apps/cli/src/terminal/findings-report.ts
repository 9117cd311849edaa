import type { Diagnostic, Severity } from '@groundplan/errors'

/** The result of checking files, for printers. */
export interface FindingsReport {
  /** Every file that was looked at, also those without findings. */
  readonly files: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
  /** The rules checked. Findings of other rules may also occur. */
  readonly rules: readonly ReportedRule[]
  /** The least severity that makes the check fail. */
  readonly failOn: 'error' | 'warning'
}

/** A rule as reports describe it. */
export interface ReportedRule {
  readonly id: string
  readonly severity: Severity
  readonly description: string
}

/** True of a finding that makes the check fail. */
export function isFailure(
  { severity }: Pick<Diagnostic, 'severity'>,
  failOn: FindingsReport['failOn'],
): boolean {
  return severity === 'error' || (failOn === 'warning' && severity === 'warning')
}

/** The findings of each file, in the order of the files; then those of files that were not named. */
export function groupByFile({
  files,
  diagnostics,
}: FindingsReport): ReadonlyMap<string, readonly Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>(files.map((file) => [file, []]))
  for (const diagnostic of diagnostics) {
    const group = groups.get(diagnostic.file) ?? []
    group.push(diagnostic)
    groups.set(diagnostic.file, group)
  }
  return groups
}
