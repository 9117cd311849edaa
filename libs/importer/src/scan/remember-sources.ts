import type { ModuleOutcome } from '../import-report.ts'
import { listFailures } from '../repeat-failures.ts'
import type { SourceOrigin } from './find-sources.ts'
import type { ReadRepositoryResult } from './read-repository-result.ts'
import type { ScanStore } from './scan-store.ts'

export interface RememberDependencies {
  readonly scans: Pick<ScanStore, 'save'>
  readonly now: () => Date
}

/** A repository that has nothing to be read, or whose reading failed once its commit was here. */
export interface UnreadSource {
  readonly origin: SourceOrigin
  readonly store: string
  /** Absent if there is none. */
  readonly revision: { readonly ref: string; readonly commit: string } | undefined
  readonly reason: string
}

/**
 * Remembers what was read, so that it need not be read again while nothing has changed; `isProposed` is false where something is left
 * to be done for every module, and only what was fetched is remembered.
 */
export async function rememberRead(
  read: readonly ReadRepositoryResult[],
  modules: readonly ModuleOutcome[],
  { scans, now, isProposed = true }: RememberDependencies & { readonly isProposed?: boolean },
): Promise<void> {
  const byStore = Map.groupBy(modules, ({ repository }) => repository)
  for (const { snapshot, origin, code } of read) {
    if (origin === undefined) continue
    const own = byStore.get(snapshot.name) ?? []
    const isCompared = [...(code?.values() ?? [])].every(({ status }) => status !== 'failed')
    const settled =
      isProposed &&
      isCompared &&
      own.every(({ outcome, incomplete }) => outcome !== 'waiting' && incomplete !== true)
    const found = own.filter(({ outcome }) => outcome !== 'skipped').length
    const { host, id, ref = snapshot.ref, changeToken, settingsId } = origin
    await scans.save({
      ...{ host, id, ref, changeToken, settingsId, commit: snapshot.commit },
      ...{ settled, store: snapshot.name, modules: found, problems: listFailures(own), scannedAt: now() },
    })
  }
}

/** Remembers what need not be looked at, or not be fetched, until somebody pushes. */
export async function rememberUnread(
  unread: readonly UnreadSource[],
  { scans, now }: RememberDependencies,
): Promise<void> {
  for (const { origin, store, revision, reason } of unread) {
    const { host, id, ref = revision?.ref ?? '', changeToken, settingsId } = origin
    await scans.save({
      ...{ host, id, ref, changeToken, settingsId, commit: revision?.commit ?? '' },
      ...{ settled: revision === undefined, store, modules: 0 },
      ...{ problems: [{ path: '.', reason }], scannedAt: now() },
    })
  }
}
