import type { BulkResult } from './use-bulk-decision.ts'

const words = {
  approved: 'approved',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  refused: 'skipped',
  open: 'not decided',
  unknown: 'unknown',
} as const satisfies Record<BulkResult['outcome'], string>

/** How many proposals had each outcome, such as `12 approved, 2 skipped.` */
export function summarizeResults(results: readonly Pick<BulkResult, 'outcome'>[]): string {
  const parts = (Object.keys(words) as BulkResult['outcome'][]).flatMap((outcome) => {
    const count = results.filter((result) => result.outcome === outcome).length
    return count === 0 ? [] : [`${count} ${words[outcome]}`]
  })
  return `${parts.join(', ') || 'Nothing decided'}.`
}

/** True of a proposal that nobody has to decide any more. */
export function isDecided({ outcome }: Pick<BulkResult, 'outcome'>): boolean {
  return outcome === 'approved' || outcome === 'rejected' || outcome === 'withdrawn'
}
