const mostFindings = 100

/** The first hundred: a file with more is no blueprint, and placing each finding takes time. */
export function limitFindings<Finding>(findings: readonly Finding[]): readonly Finding[] {
  return findings.slice(0, mostFindings)
}
