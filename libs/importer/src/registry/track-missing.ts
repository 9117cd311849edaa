import { foldName } from './store-forms.ts'
import { repositoryKey, type MissingRepository, type RegisteredRepository } from './repository-registry.ts'

/** What the hosts listed. */
export interface Listing {
  /** Repositories to import, by {@link repositoryKey}. */
  readonly selected: ReadonlySet<string>
  /** All that were listed, with whether they are archived. */
  readonly archived: ReadonlyMap<string, boolean>
  /** Owners that are selected, by {@link ownerKey}. */
  readonly owners: ReadonlyMap<string, ListedOwner>
}

export interface ListedOwner {
  /** False if the host could not be asked for all of its repositories. */
  readonly complete: boolean
  /** Number of repositories that the host listed. */
  readonly count: number
}

/** How long a repository has to be missing before its proposals are closed and its blueprints retired. */
export interface MissingGrace {
  /** Number of complete listings without it, in a row. */
  readonly listings: number
  /** Milliseconds since the first of them. */
  readonly milliseconds: number
}

export interface TrackedMissing {
  /** Registered repositories whose state changed. */
  readonly changed: readonly RegisteredRepository[]
  /** Owners of which so much is missing at once that nothing is done about it. */
  readonly suspicious: readonly SuspiciousOwner[]
}

export interface SuspiciousOwner {
  readonly host: string
  readonly owner: string
  readonly missing: number
  readonly known: number
}

/**
 * Notes which registered repositories a listing doesn't have. Owners whose listing failed are left alone, and so are those of which more
 * than half is missing at once: then the token has rather lost access.
 */
export function trackMissing(
  registered: readonly RegisteredRepository[],
  { selected, archived, owners }: Listing,
  { now, grace }: { readonly now: Date; readonly grace: MissingGrace },
): TrackedMissing {
  const atHosts = registered.filter(({ host }) => host !== '')
  const changed: RegisteredRepository[] = []
  const suspicious: SuspiciousOwner[] = []
  for (const [key, own] of Map.groupBy(atHosts, ownerKey)) {
    const listed = owners.get(key)
    if (listed?.complete === false) continue
    const visible = own.filter(({ missing }) => missing === undefined)
    const absent = own.filter((each) => !selected.has(repositoryKey(each)))
    const lost = visible.filter((each) => absent.includes(each) && !archived.has(repositoryKey(each)))
    const isMost = lost.length > 1 && lost.length > visible.length / 2
    const isSuspicious = listed !== undefined && lost.length > 0 && (isMost || listed.count === 0)
    const [first] = own
    if (isSuspicious && first !== undefined) {
      const { host, owner } = first
      suspicious.push({ host, owner, missing: lost.length, known: visible.length })
    }
    for (const each of absent) {
      const reason = findReason(archived.get(repositoryKey(each)), listed)
      if (reason === 'deleted' && isSuspicious) continue
      // A repository that is gone stays as it is: its record need not be written with each import.
      if (each.missing?.reason === reason && isGone(each.missing, now, grace)) continue
      const { since = now, listings = 0 } = each.missing ?? {}
      changed.push({ ...each, missing: { reason, since, listings: listings + 1 } })
    }
  }
  return { changed, suspicious }
}

function findReason(
  isArchived: boolean | undefined,
  listed: ListedOwner | undefined,
): MissingRepository['reason'] {
  if (isArchived === true) return 'archived'
  return listed === undefined || isArchived === false ? 'excluded' : 'deleted'
}

/** True if a repository has been missing for so long that it counts as gone. */
export function isGone(
  missing: MissingRepository | undefined,
  now: Date,
  { listings, milliseconds }: MissingGrace,
): boolean {
  if (missing === undefined) return false
  return missing.listings >= listings && now.getTime() - missing.since.getTime() >= milliseconds
}

export function ownerKey({ host, owner }: Pick<RegisteredRepository, 'host' | 'owner'>): string {
  return `${host}\0${foldName(owner)}`
}
