/** With more findings, a file is hardly a blueprint, and locating each of them takes time. */
export const mostFindings = 100

/** The first hundred. */
export function limitFindings<Finding>(findings: readonly Finding[]): readonly Finding[] {
  return findings.slice(0, mostFindings)
}
