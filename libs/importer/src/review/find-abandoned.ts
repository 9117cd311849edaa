import type { ProposalStore } from '@groundplan/proposal'
import type { RegisteredRepository } from '../registry/repository-registry.ts'
import type { StoreNames } from '../registry/store-names.ts'
import { describeMissing } from '../scan/report-missing.ts'
import type { LeavingModule } from './apply-steps.ts'

/** Open proposals from repositories that are gone. */
export async function findAbandoned(
  gone: readonly RegisteredRepository[],
  proposals: Pick<ProposalStore, 'list'>,
  stores: StoreNames,
): Promise<readonly LeavingModule[]> {
  if (gone.length === 0) return []
  const byStore = new Map(gone.map((each) => [each.store, each]))
  return (await proposals.list({ status: 'open' })).flatMap((proposal) => {
    const { missing } = byStore.get(stores.current(proposal.source.store)) ?? {}
    if (missing === undefined || proposal.kind === 'retirement') return []
    return [{ proposal, reason: describeMissing(missing) }]
  })
}
