import type { Proposal, ProposalStore } from '@groundplan/proposal'
import type { StoreNames } from '../registry/store-names.ts'
import type { ReadRepositoryResult } from '../scan/read-repository-result.ts'

/** Open proposals whose modules are no longer in the repositories that were read as a whole. */
export async function findGone(
  read: readonly ReadRepositoryResult[],
  proposals: Pick<ProposalStore, 'list'>,
  stores: StoreNames,
): Promise<readonly Proposal[]> {
  const whole = read.filter(({ snapshot, elsewhere }) => snapshot.scope === '.' && elsewhere !== true)
  const paths = new Map(
    whole.map(({ snapshot, modules }) => [
      snapshot.name,
      new Set(modules.map(({ directory }) => directory.path)),
    ]),
  )
  const open = await proposals.list({ status: 'open' })
  const openedAt = new Map(whole.map(({ snapshot, openedAt: at }) => [snapshot.name, at]))
  return open.filter(({ source, updatedAt, kind }) => {
    if (kind === 'retirement') return false
    const store = stores.current(source.store)
    if (paths.get(store)?.has(source.path) !== false) return false
    // What another import has proposed since comes from a newer state.
    const at = openedAt.get(store)
    return at === undefined || updatedAt <= at
  })
}
