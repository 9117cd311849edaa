import { requireSameRepository, type CatalogStore } from '@groundplan/catalog'
import type { ReviewRepository } from '@groundplan/scm'
import type { BlueprintPlace } from './locate-blueprints.ts'

/**
 * Opens the blueprint repository that the database knows. A new database takes the one that is there, or gets a new one. Throws
 * ConflictError, with nothing changed, if it is missing or another one.
 */
export async function openKnownRepository(
  place: BlueprintPlace,
  catalog: CatalogStore,
): Promise<ReviewRepository> {
  const { address } = place
  const found = await place.find()
  await requireSameRepository({ address, repository: found }, catalog)
  if (found !== undefined) return found
  const repository = await place.open()
  await requireSameRepository({ address, repository }, catalog)
  return repository
}
