import { accountSpaceId, displayActor, homeSpaceId } from '@groundplan/actor'
import { ConflictError, InputError, NotAllowedError, NotFoundError } from '@groundplan/errors'
import { requirePermission, type Caller } from '../caller.ts'
import { homeSpace, isMember, rolesIn, type OwnSpace, type Space } from './space.ts'
import type { SpaceRequest, SpaceStore } from './space-store.ts'

export interface SpaceDependencies {
  readonly spaces: SpaceStore
  readonly now: () => Date
}

/** How many spaces there can be, archived ones included. */
export const mostSpaces = 1000

/** All spaces but the home space, by name. */
export async function listSpaces(caller: Caller, { spaces }: SpaceDependencies): Promise<readonly Space[]> {
  requirePermission(caller, 'spaces.manage', accountSpaceId)
  return spaces.list()
}

/** The spaces that somebody may enter, the home space first. Anybody may ask. */
export async function findOwnSpaces(
  caller: Pick<Caller, 'grants'>,
  { spaces }: Pick<SpaceDependencies, 'spaces'>,
): Promise<readonly OwnSpace[]> {
  const inUse = (await spaces.list()).filter(({ archivedAt }) => archivedAt === undefined)
  return [homeSpace, ...inUse]
    .filter(({ name }) => isMember(caller, name))
    .map(({ name, title }) => ({ name, title, roles: rolesIn(caller, name) }))
}

/**
 * Throws NotAllowedError unless somebody may enter a space. One that there is not, or that is archived, is refused in the same words, so
 * that nobody learns which spaces there are. People may ask for the home space, which is no secret: what they may do in it is the
 * business of each procedure. Programs only work in the space of their token.
 */
export async function requireSpace(
  name: string,
  caller: Caller,
  { spaces }: Pick<SpaceDependencies, 'spaces'>,
): Promise<void> {
  if (name === homeSpaceId && (caller.defaultSpaceId === undefined || isMember(caller, name))) return
  const space = await spaces.find(name)
  if (space !== undefined && space.archivedAt === undefined && isMember(caller, name)) return
  throw new NotAllowedError(
    `There is no space "${name.slice(0, 80)}" that ${displayActor(caller.actor)} may enter.`,
    {
      hint: 'See `groundplan space list`, or ask an administrator for a role in it.',
      details: { space: name },
    },
  )
}

/**
 * Adds a space, or changes one; one in the archive comes back with everything that was in it. Throws InputError, and ConflictError for
 * the home space or beyond the limit.
 */
export async function putSpace(
  request: SpaceRequest,
  caller: Caller,
  { spaces, now }: SpaceDependencies,
): Promise<Space> {
  requirePermission(caller, 'spaces.manage', accountSpaceId)
  const space = checkSpace(request)
  const known = await spaces.list()
  if (known.length >= mostSpaces && !known.some(({ name }) => name === space.name))
    throw new ConflictError(`There are ${mostSpaces} spaces, which is the limit.`)
  return spaces.put(space, { by: caller.actor, at: now() })
}

/**
 * Puts a space in the archive: nobody can enter it, nor use its tokens, and nothing in it is lost. Throws NotFoundError, and
 * ConflictError for the home space.
 */
export async function archiveSpace(
  name: string,
  caller: Caller,
  { spaces, now }: SpaceDependencies,
): Promise<Space> {
  requirePermission(caller, 'spaces.manage', accountSpaceId)
  requireNotHome(name)
  const archived = await spaces.archive(name, { by: caller.actor, at: now() })
  if (archived !== undefined) return archived
  throw spaceNotFound(name)
}

/**
 * Throws ConflictError if git says what a space is: with a part, if its file lists that part. What people change by hand would be undone by
 * the next sync.
 */
export async function requireByHand(
  name: string,
  part: string | undefined,
  { spaces }: Pick<SpaceDependencies, 'spaces'>,
): Promise<void> {
  if (name === homeSpaceId) return
  const declaration = (await spaces.find(name))?.declaration
  if (declaration === undefined || declaration.isRemoved) return
  const { path, parts } = declaration
  if (part !== undefined && !parts.includes(part)) return
  const what = part === undefined ? `The space "${name}" is` : `The ${part} of the space "${name}" are`
  throw new ConflictError(`${what} declared in ${path} and cannot be changed by hand.`, {
    hint: 'Change the file in the blueprint repository.',
  })
}

/** Throws NotFoundError unless there is the space, the home space among them. */
export async function requireKnownSpace(
  name: string,
  { spaces }: Pick<SpaceDependencies, 'spaces'>,
): Promise<void> {
  if (name !== homeSpaceId && (await spaces.find(name)) === undefined) throw spaceNotFound(name)
}

export function spaceNotFound(name: string): NotFoundError {
  return new NotFoundError(`There is no space "${name.slice(0, 80)}".`, {
    hint: 'See `groundplan space list --all`.',
  })
}

/** True for what can be the name of a space beside the home space. */
export function isSpaceName(text: string): boolean {
  return /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(text) && text.length <= 63 && text !== homeSpaceId
}

function checkSpace({ name, title, description }: SpaceRequest): SpaceRequest {
  requireNotHome(name)
  if (!isSpaceName(name))
    throw new InputError(`"${name.slice(0, 80)}" is no name for a space.`, {
      hint: 'Use lower-case letters, digits and single dashes, beginning with a letter, at most 63: payments-eu.',
    })
  if (title.trim() === '') throw new InputError(`The space "${name}" has no title.`)
  return { name, title: title.trim(), description: description.trim() }
}

function requireNotHome(name: string): void {
  if (name !== homeSpaceId) return
  throw new ConflictError(`The space "${name}" is always there and cannot be changed.`)
}
