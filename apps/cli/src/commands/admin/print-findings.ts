import { z } from 'zod'
import { exitCodes } from '../../exit-codes.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** One way in which repository and database do not match. */
export const Finding = z.object({
  severity: z.enum(['error', 'warning']),
  ...{ rule: z.string(), subject: z.string(), message: z.string(), hint: z.string() },
})
export type Finding = z.infer<typeof Finding>

/** Prints findings as a table for people; for none, that everything matches. */
export function printFindings(findings: readonly Finding[], terminal: Terminal): string {
  if (findings.length === 0) return 'The blueprint repository and the database match.'
  const rows = findings.map(({ severity, subject, message, hint }) => [severity, subject, message, hint])
  return terminal.table(['Severity', 'Subject', 'Finding', 'Next step'], rows)
}

/** Warnings alone do not fail a command. */
export function exitCodeOfFindings(findings: readonly Finding[]): number {
  return findings.some(({ severity }) => severity === 'error') ? exitCodes.findings : exitCodes.done
}
