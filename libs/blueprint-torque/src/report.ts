import type { Diagnostic, Severity } from '@groundplan/errors'

type Path = readonly PropertyKey[]

/** Line and column of a place in the data, e.g. `['inputs', 'engine']`. */
export type Locate = (path: Path) => { readonly line: number; readonly column: number }

interface Finding extends Pick<Diagnostic, 'severity' | 'rule' | 'message' | 'hint'> {
  readonly path: Path
}

/** Locating a finding takes time, and nobody reads more than this. */
const mostFindings = 200

/** Collects the findings of a conversion. */
export class Report {
  readonly #findings: Finding[] = []

  /** The file cannot be converted. */
  error(path: Path, rule: string, message: string, hint?: string): void {
    this.#add('error', { path, rule, message, hint })
  }

  /** Something is lost, or means something else than before. */
  warn(path: Path, rule: string, message: string, hint?: string): void {
    this.#add('warning', { path, rule, message, hint })
  }

  /** Something is said in another way. */
  note(path: Path, rule: string, message: string, hint?: string): void {
    this.#add('note', { path, rule, message, hint })
  }

  #add(severity: Severity, finding: Omit<Finding, 'severity'>): void {
    this.#findings.push({ severity, ...finding })
  }

  /** Adds the diagnostics of another collector. */
  include(other: Report): void {
    for (const finding of other.#findings) this.#findings.push(finding)
  }

  get hasErrors(): boolean {
    return this.#findings.some(({ severity }) => severity === 'error')
  }

  /** The findings with their places, in the order of the file; only the gravest if there are too many to tell all. */
  toDiagnostics(file: string, locate?: Locate): readonly Diagnostic[] {
    const ranks = ['error', 'warning', 'note']
    const gravest = this.#findings.toSorted(
      (left, right) => ranks.indexOf(left.severity) - ranks.indexOf(right.severity),
    )
    const kept = new Set(gravest.slice(0, mostFindings))
    const placed = this.#findings
      .filter((finding) => kept.has(finding))
      .map(({ path, ...finding }): Diagnostic => ({ ...finding, file, ...locate?.(path) }))
      .toSorted(
        (left, right) => (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0),
      )
    const more = this.#findings.length - kept.size
    if (more === 0) return placed
    const message = `${more} more findings are not listed.`
    return [...placed, { severity: 'warning', rule: 'too-many', file, message }]
  }
}

/** A name as messages show it: foreign names may be of any length. */
export function quote(name: string): string {
  return name.length <= 80 ? `"${name}"` : `"${name.slice(0, 79)}…"`
}
