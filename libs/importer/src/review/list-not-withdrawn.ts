import type { Proposal, ProposalStore } from '@groundplan/proposal'
import type { ModuleOutcome } from '../import-report.ts'

/**
 * Proposals that had to go and are still open, because their branch could not be written: no module is there any more to tell of it,
 * and the next import has to look at the repository again.
 */
export async function listNotWithdrawn(
  gone: readonly Proposal[],
  { proposals }: { readonly proposals: Pick<ProposalStore, 'list'> },
): Promise<readonly ModuleOutcome[]> {
  if (gone.length === 0) return []
  const open = new Set((await proposals.list({ status: 'open' })).map(({ number }) => number))
  return gone
    .filter(({ number }) => open.has(number))
    .map(({ number, blueprint, source }) => ({
      ...{ repository: source.store, path: source.path, blueprint, proposal: number },
      outcome: 'failed',
      reason: 'The proposal is no longer needed, but could not be withdrawn. The next import tries again.',
      incomplete: true,
      diagnostics: [],
    }))
}
