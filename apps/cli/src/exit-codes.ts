import { isErrorCode, type ErrorCode } from '@groundplan/errors'

/** The meaning of the process's exit code. */
export const exitCodes = {
  done: 0,
  findings: 1,
  misuse: 2,
  outside: 3,
  /** The result is there, but something beside it could not be done. */
  problems: 4,
  /** What was requested of an environment failed, or somebody cancelled it. */
  failed: 5,
  /** A policy denied it, or somebody rejected it. */
  denied: 6,
  /** It waits for somebody to approve or confirm it. */
  waiting: 7,
  interrupted: 130,
} as const

const byError: Readonly<Record<ErrorCode, number>> = {
  'input-invalid': exitCodes.misuse,
  'not-found': exitCodes.findings,
  conflict: exitCodes.findings,
  'not-allowed': exitCodes.findings,
  'external-service': exitCodes.outside,
  cancelled: exitCodes.interrupted,
  internal: exitCodes.findings,
}

/** The exit code for an error; codes that we do not know count as findings. */
export function exitCodeOf(code: string): number {
  return isErrorCode(code) ? byError[code] : exitCodes.findings
}
