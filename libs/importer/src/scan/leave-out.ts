import type { RepositoryOutcome } from '../import-report.ts'

/** Why a repository that nobody has pushed to yet is left out. */
export const emptyReason = 'It is empty.'

/** The outcome of a repository that has nothing to be read. */
export function leaveOut(
  address: string,
  reason = emptyReason,
): Extract<RepositoryOutcome, { status: 'skipped' }> {
  return { status: 'skipped', name: address, address, reason }
}
