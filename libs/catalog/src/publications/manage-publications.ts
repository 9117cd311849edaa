import { requirePermission, spaceNotFound, type Caller, type SpaceStore } from '@groundplan/access'
import { accountSpaceId, homeSpaceId } from '@groundplan/actor'
import { checkPresets, parseBlueprint, type InputPresets } from '@groundplan/blueprint'
import { ConflictError, InputError, NotFoundError } from '@groundplan/errors'
import type { Page, PageRequest } from '@groundplan/proposal'
import type { CatalogEntry } from '../catalog.ts'
import type { CatalogStore } from '../catalog-store.ts'
import type { Publication } from './publication.ts'
import type { PublicationRequest, PublicationStore } from './publication-store.ts'

export interface PublicationDependencies {
  readonly spaces: Pick<SpaceStore, 'find'>
  /** Of the whole blueprint repository. */
  readonly catalog: Pick<CatalogStore, 'findEntries' | 'findEntry'>
  readonly publicationsOf: (spaceId: string) => PublicationStore
  readonly now: () => Date
}

/** A publication, and what of it the newest version of the blueprint does not take. */
export interface CheckedPublication extends Publication {
  /** In words; for a blueprint that is no longer in the catalog as well. */
  readonly problems: readonly string[]
}

/** What is published to a space, by name. Throws NotFoundError. */
export async function listPublications(
  space: string,
  request: PageRequest<string>,
  caller: Caller,
  dependencies: PublicationDependencies,
): Promise<Page<CheckedPublication, string>> {
  requirePermission(caller, 'spaces.manage', accountSpaceId)
  await requireOtherSpace(space, dependencies)
  const { catalog, publicationsOf } = dependencies
  const page = await publicationsOf(space).list(request)
  const entries = await catalog.findEntries(page.items.map(({ blueprint }) => blueprint))
  const known = new Map(entries.map((entry) => [entry.name, entry]))
  const items = page.items.map((publication) => {
    return { ...publication, problems: findProblems(known.get(publication.blueprint), publication) }
  })
  return { ...page, items }
}

/**
 * Publishes a blueprint to a space, or changes what the space sets of its inputs. Throws NotFoundError, ConflictError for a space that
 * is archived, and InputError for values that the blueprint does not take.
 */
export async function publishBlueprint(
  { space, ...request }: PublicationRequest & { readonly space: string },
  caller: Caller,
  dependencies: PublicationDependencies,
): Promise<Publication> {
  requirePermission(caller, 'spaces.manage', accountSpaceId)
  const { catalog, publicationsOf, now } = dependencies
  await requireOtherSpace(space, dependencies)
  const entry = await catalog.findEntry(request.blueprint)
  if (entry === undefined || entry.retired)
    throw new NotFoundError(`There is no blueprint "${request.blueprint.slice(0, 80)}" in the catalog.`, {
      hint: 'See `groundplan catalog list`.',
    })
  const problems = findProblems(entry, request)
  if (problems.length > 0) throw new InputError(problems.slice(0, 10).join(' '))
  return publicationsOf(space).put(request, { by: caller.actor, at: now() })
}

/** The members of the space no longer see the blueprint. Throws NotFoundError. */
export async function unpublishBlueprint(
  { space, blueprint }: { readonly space: string; readonly blueprint: string },
  caller: Caller,
  dependencies: PublicationDependencies,
): Promise<void> {
  requirePermission(caller, 'spaces.manage', accountSpaceId)
  const { publicationsOf, now } = dependencies
  await requireOtherSpace(space, dependencies)
  if (await publicationsOf(space).remove(blueprint, { by: caller.actor, at: now() })) return
  throw new NotFoundError(
    `The blueprint "${blueprint.slice(0, 80)}" is not published to the space "${space}".`,
    {
      hint: `See \`groundplan space published ${space}\`.`,
    },
  )
}

async function requireOtherSpace(name: string, { spaces }: PublicationDependencies): Promise<void> {
  if (name === homeSpaceId)
    throw new ConflictError(`The space "${name}" sees every blueprint: nothing is published to it.`)
  const space = await spaces.find(name)
  if (space === undefined) throw spaceNotFound(name)
  if (space.archivedAt !== undefined)
    throw new ConflictError(`The space "${name}" is archived.`, {
      hint: `Bring it back with \`groundplan space create ${name}\`.`,
    })
}

/** What of a publication a blueprint does not take, in words. */
export function findProblems(
  entry: Pick<CatalogEntry, 'name' | 'latest' | 'retired'> | undefined,
  presets: InputPresets,
): readonly string[] {
  if (entry === undefined || entry.retired) return ['The blueprint is no longer in the catalog.']
  const { blueprint } = parseBlueprint(`blueprints/${entry.name}.yaml`, entry.latest.text)
  if (blueprint === undefined) return ['The blueprint is no longer valid.']
  return checkPresets(blueprint, presets).map(({ message, hint }) =>
    [message, hint].filter(Boolean).join(' '),
  )
}
