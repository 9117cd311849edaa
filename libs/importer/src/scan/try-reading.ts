import { ExternalServiceError, InputError, toPlatformError } from '@groundplan/errors'
import { startDeadline, untilAborted, type Deadline } from '../deadline.ts'
import type { ImportLimits } from '../import-limits.ts'
import type { RepositoryOutcome } from '../import-report.ts'
import type { ImportSource } from './find-sources.ts'
import { leaveOut } from './leave-out.ts'

export type Tried<Result> = { readonly result: Result } | { readonly outcome: RepositoryOutcome }

export interface TryOptions {
  readonly signal: AbortSignal
  /** For all repositories together. */
  readonly whole: Deadline
  readonly limits: ReadingLimits
}

export type ReadingLimits = Pick<ImportLimits, 'repository' | 'reading'>

/** Works on one repository within its limits. What goes wrong becomes its outcome; throws only if the import is stopped. */
export async function tryReading<Result>(
  { location: { address }, origin }: Pick<ImportSource, 'location' | 'origin'>,
  work: (signal: AbortSignal) => Promise<Result>,
  { signal, whole, limits }: TryOptions,
): Promise<Tried<Result>> {
  const deadline = startDeadline(whole.signal, limits.repository)
  try {
    deadline.signal.throwIfAborted()
    return { result: await untilAborted(work(deadline.signal), deadline.signal) }
  } catch (error) {
    signal.throwIfAborted()
    if (whole.isOver()) return failed(address, tooLong('All repositories together', limits.reading))
    if (deadline.isOver()) return failed(address, tooLong('The repository', limits.repository))
    // Nobody has done anything wrong: hosts list repositories that nobody has pushed to yet.
    const isEmpty = error instanceof InputError && error.details?.['empty'] === true
    if (isEmpty && origin !== undefined) return { outcome: leaveOut(address) }
    return failed(address, error)
  } finally {
    deadline.clear()
  }
}

function failed(address: string, error: unknown): { readonly outcome: RepositoryOutcome } {
  const { code, message, hint } = toPlatformError(error)
  return { outcome: { status: 'failed', address, code, message, hint } }
}

function tooLong(subject: string, milliseconds: number): ExternalServiceError {
  const minutes = Math.round(milliseconds / 60_000)
  return new ExternalServiceError(`${subject} took longer than ${minutes} minutes to read.`, {
    service: 'git',
    retryable: true,
    hint: 'Check that its host responds. The next import tries again.',
  })
}
