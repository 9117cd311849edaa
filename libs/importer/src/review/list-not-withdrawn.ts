import type { ProposalStore } from '@groundplan/proposal'
import type { ModuleOutcome } from '../import-report.ts'
import type { LeavingModule } from './apply-steps.ts'

/**
 * Proposals that had to go and are still open, because their branch could not be written: no module is there any more to tell of it,
 * and the next import has to look at the repository again.
 */
export async function listNotWithdrawn(
  leaving: readonly LeavingModule[],
  { proposals }: { readonly proposals: Pick<ProposalStore, 'list'> },
): Promise<readonly ModuleOutcome[]> {
  if (leaving.length === 0) return []
  const open = new Set((await proposals.list({ status: 'open' })).map(({ number }) => number))
  return leaving
    .map(({ proposal }) => proposal)
    .filter(({ number }) => open.has(number))
    .map(({ number, blueprint, source }) => ({
      ...{ repository: source.store, path: source.path, blueprint, proposal: number },
      outcome: 'failed',
      reason: 'The proposal is no longer needed, but could not be withdrawn. The next import tries again.',
      incomplete: true,
      diagnostics: [],
    }))
}
