/** What npm says about known vulnerabilities. */
export type AuditVerdict =
  | { readonly kind: 'clean'; readonly minor: number }
  | { readonly kind: 'vulnerable'; readonly packages: readonly string[] }
  /** Nothing is known: the registry did not answer. */
  | { readonly kind: 'unknown'; readonly reason: string }

const grave = ['high', 'critical']

/**
 * Reads what `npm audit --json` prints (https://docs.npmjs.com/cli/commands/npm-audit). Whatever is no report leaves it unknown, so that a
 * registry without advisories never looks like a clean product.
 */
export function judgeAudit(printed: string): AuditVerdict {
  const report = parse(printed)
  const vulnerabilities = asRecord(report?.['vulnerabilities'])
  if (vulnerabilities === undefined || report?.['auditReportVersion'] === undefined)
    return {
      kind: 'unknown',
      reason: String(report?.['message'] ?? 'npm printed no report.').split('\n')[0] ?? '',
    }
  const found = Object.entries(vulnerabilities).map(([name, each]) => ({
    name,
    severity: String(asRecord(each)?.['severity']),
  }))
  const packages = found
    .filter(({ severity }) => grave.includes(severity))
    .map(({ name, severity }) => `${name} (${severity})`)
  return packages.length > 0 ? { kind: 'vulnerable', packages } : { kind: 'clean', minor: found.length }
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asRecord(JSON.parse(text))
  } catch {
    return undefined
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}
