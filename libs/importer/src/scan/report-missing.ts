import { ExternalServiceError, toPlatformError } from '@groundplan/errors'
import type { Proposal } from '@groundplan/proposal'
import type { RepositoryOutcome } from '../import-report.ts'
import type { MissingRepository, RegisteredRepository } from '../registry/repository-registry.ts'
import type { StoreNames } from '../registry/store-names.ts'
import type { SuspiciousOwner } from '../registry/track-missing.ts'

/** What the report says of repositories that are missing or gone, as far as proposals or blueprints come from them. */
export function reportMissing(
  repositories: readonly RegisteredRepository[],
  latest: Iterable<Proposal>,
  stores: StoreNames,
): readonly RepositoryOutcome[] {
  const isInUse = ({ state: { status }, kind }: Proposal) =>
    status === 'open' || (status === 'approved' && kind !== 'retirement')
  const inUse = new Set([...latest].filter(isInUse).map(({ source }) => stores.current(source.store)))
  return repositories.flatMap(({ store: name, address, missing }) =>
    missing === undefined || !inUse.has(name)
      ? []
      : [{ status: 'skipped', name, address, reason: `${describeMissing(missing)} ${consequence}` } as const],
  )
}

const consequence =
  'Unless it comes back within a day, its open pull requests are closed and the retirement of its blueprints is proposed.'

/** Why a repository is missing, as a sentence. */
export function describeMissing({ reason, since }: MissingRepository): string {
  const day = since.toISOString().slice(0, 10)
  switch (reason) {
    case 'archived':
      return `The repository has been archived since ${day} at the latest.`
    case 'excluded':
      return `The configuration has not selected the repository since ${day}.`
    case 'deleted':
      return `The host has not listed the repository since ${day}: it was deleted, moved or is no longer visible.`
  }
}

/** What the report says where too much is missing to believe it. */
export function reportSuspicious({ host, owner, missing, known }: SuspiciousOwner): RepositoryOutcome {
  const { code, message, hint } = toPlatformError(
    new ExternalServiceError(
      `${missing} of ${known} repositories of ${owner} are no longer listed. Nothing was closed or retired.`,
      {
        service: host,
        hint: 'Check that the token still has access to them. If they were deleted, close their pull requests and delete their blueprints from the blueprint repository.',
      },
    ),
  )
  return { status: 'failed', address: `${host}: ${owner}`, code, message, hint }
}
