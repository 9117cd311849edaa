import type { AccessChange } from '../access-change.ts'
import type { SpaceLimits } from './space-limits.ts'
import type { Space, SpaceDeclaration } from './space.ts'

export type SpaceRequest = Pick<Space, 'name' | 'title' | 'description'>

/** Port: the spaces beside the home space. Each change and its event are written in one transaction. */
export interface SpaceStore {
  /** By name, with archived ones. */
  list(): Promise<readonly Space[]>
  find(name: string): Promise<Space | undefined>
  /** Adds a space, or changes the one of that name and takes it out of the archive. What is already so is not recorded again. */
  put(space: SpaceRequest, change: AccessChange): Promise<Space>
  /** Notes where a space is declared in git; nothing happens if there is no such space, or if it is noted already. */
  declare(name: string, declaration: SpaceDeclaration, change: AccessChange): Promise<void>
  /** Of any space, the home space among them; none if none were set. */
  readLimits(name: string): Promise<SpaceLimits>
  /** Replaces the limits of a space, which the caller knows to be there. What is already so is not recorded again. */
  setLimits(name: string, limits: SpaceLimits, change: AccessChange): Promise<void>
  /** The pool of workers that a space demands, of any space; `undefined` for the default pool. */
  readPool(name: string): Promise<string | undefined>
  /** The same for a pool as `setLimits` for limits; without one the default pool. */
  setPool(name: string, pool: string | undefined, change: AccessChange): Promise<void>
  /** Pools that spaces in use demand, by name. */
  listPools(): Promise<readonly string[]>
  /** `undefined` if there is no such space. One that is archived already stays as it is. */
  archive(name: string, change: AccessChange): Promise<Space | undefined>
}
