import { ConflictError } from '@groundplan/errors'
import type { ReviewRepository } from '@groundplan/scm'
import type { CatalogStore } from './catalog-store.ts'
import {
  matchRepository,
  type FoundRepository,
  type RecordedRepository,
  type RepositoryMatch,
} from './identity/match-repository.ts'

type IdentifiedRepository = Pick<
  ReviewRepository,
  'address' | 'findRoot' | 'findBase' | 'hasCommit' | 'refresh'
>

/** A repository, or the address at which there is none. */
export type RepositoryAtAddress =
  | { readonly address: string; readonly repository: undefined }
  | { readonly address: string; readonly repository: IdentifiedRepository }

/**
 * Makes sure that the repository is the one that the catalog reflects, and records it in a new database. Throws ConflictError, with
 * nothing changed, if it is missing, another one, older, or was rewritten.
 */
export async function requireSameRepository(
  at: RepositoryAtAddress,
  catalog: Pick<CatalogStore, 'findRepository' | 'recordRepository'>,
): Promise<void> {
  const recorded = await catalog.findRepository()
  // This machine's copy may be older than another server's.
  if (at.repository !== undefined && (await compareRepository(recorded, at)).match !== 'same')
    await at.repository.refresh()
  await requireMatch(recorded, at)
  if (at.repository === undefined || recorded?.rootCommit !== undefined) return
  // Another server may have recorded its own repository at the same moment.
  await requireMatch(await catalog.recordRepository(await at.repository.findRoot()), at)
}

/** Throws ConflictError if this machine's copy of the repository does not match the record. */
export async function requireMatch(
  recorded: RecordedRepository | undefined,
  at: RepositoryAtAddress,
): Promise<void> {
  const { match, found } = await compareRepository(recorded, at)
  if (match === 'same') return
  const hint = `${mismatchStep(match)} Nothing was changed.`
  throw new ConflictError(describeMismatch(match, { recorded, found, address: at.address }), {
    hint,
    details: { repository: match },
  })
}

/** Compares this machine's copy of a repository with the record. */
export async function compareRepository(
  recorded: RecordedRepository | undefined,
  { repository }: RepositoryAtAddress,
): Promise<{ readonly match: RepositoryMatch; readonly found: FoundRepository | undefined }> {
  const found = repository === undefined ? undefined : await readFound(recorded?.syncedCommit, repository)
  return { match: matchRepository(recorded, found), found }
}

async function readFound(
  syncedCommit: string | undefined,
  repository: IdentifiedRepository,
): Promise<FoundRepository> {
  const rootCommit = await repository.findRoot()
  if (syncedCommit === undefined || !(await repository.hasCommit(syncedCommit)))
    return { rootCommit, syncedCommit: 'unknown' }
  const isOnBranch = (await repository.findBase(syncedCommit)) === syncedCommit
  return { rootCommit, syncedCommit: isOnBranch ? 'on-default-branch' : 'elsewhere' }
}

interface Mismatch {
  readonly recorded: RecordedRepository | undefined
  readonly found: FoundRepository | undefined
  readonly address: string
}

/** Says in one sentence how a repository differs from the recorded one. */
export function describeMismatch(match: RepositoryMatch, { recorded, found, address }: Mismatch): string {
  const synced = short(recorded?.syncedCommit)
  switch (match) {
    case 'same':
      return `${address} is the repository that the database belongs to.`
    case 'missing':
      return `The database belongs to a blueprint repository (${short(recorded?.rootCommit ?? recorded?.syncedCommit)}), but no repository was found at ${address}.`
    case 'foreign':
      return `${address} is not the blueprint repository that the database belongs to: its first commit is ${short(found?.rootCommit)}, expected ${short(recorded?.rootCommit)}.`
    case 'older':
      return `The blueprint repository ${address} is older than the database, or a different one: it does not contain commit ${synced}, which the catalog shows.`
    case 'rewritten':
      return `The history of the blueprint repository ${address} was rewritten: its default branch no longer contains commit ${synced}, which the catalog shows.`
  }
}

const steps: Readonly<Record<Exclude<RepositoryMatch, 'same'>, string>> = {
  missing:
    'Restore it from a backup or a clone, or check GROUNDPLAN_HOME and DATABASE_URL: another server may use this database.',
  foreign:
    'Check GROUNDPLAN_HOME, GROUNDPLAN_BLUEPRINTS and DATABASE_URL: another server may use this database.',
  older: 'Push the newer commits from a clone, or restore repository and database from the same backup.',
  rewritten: 'If it was rewritten by mistake, push the previous commits again.',
}

/** The next step after a mismatch. */
export function mismatchStep(match: Exclude<RepositoryMatch, 'same'>): string {
  return `${steps[match]} To continue with the current repository, run \`groundplan admin adopt\`.`
}

function short(commit: string | undefined): string {
  return commit === undefined ? 'none' : commit.slice(0, 12)
}
