import type { CatalogState } from '@groundplan/catalog'

/** How well the catalog matches the blueprint repository; times are ISO 8601 texts. */
export interface CatalogStatus {
  /** Commit of the blueprint repository that the catalog reflects. */
  readonly commit?: string | undefined
  /** When the catalog was last seen to match; absent before the first time. */
  readonly asOf?: string | undefined
  /** True if there may be changes that it does not show yet. */
  readonly stale: boolean
  /** Why it could not be updated, if it could not. */
  readonly problem?: { readonly message: string; readonly hint?: string | undefined } | undefined
}

/** How long nobody need have looked for changes, in milliseconds; the server looks every few seconds, and records it twice a minute. */
const longestSilence = 3 * 60_000

export function toCatalogStatus(
  { syncedCommit, checkedAt, behindSince, failure }: CatalogState,
  now: Date,
): CatalogStatus {
  const isUnwatched = checkedAt === undefined || now.getTime() - checkedAt.getTime() > longestSilence
  return {
    commit: syncedCommit,
    asOf: checkedAt?.toISOString(),
    stale: behindSince !== undefined || failure !== undefined || isUnwatched,
    ...(failure === undefined ? {} : { problem: failure }),
  }
}
