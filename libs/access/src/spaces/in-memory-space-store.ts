import type { AccessChange } from '../access-change.ts'
import type { SpaceLimits } from './space-limits.ts'
import type { Space, SpaceDeclaration } from './space.ts'
import type { SpaceRequest, SpaceStore } from './space-store.ts'

/** For tests. */
export class InMemorySpaceStore implements SpaceStore {
  readonly #spaces = new Map<string, Space>()
  readonly #limits = new Map<string, SpaceLimits>()
  readonly #pools = new Map<string, string>()

  async list(): Promise<readonly Space[]> {
    return [...this.#spaces.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1))
  }

  async find(name: string): Promise<Space | undefined> {
    return this.#spaces.get(name)
  }

  async put({ name, title, description }: SpaceRequest, { at }: AccessChange): Promise<Space> {
    const { createdAt = at, declaration } = this.#spaces.get(name) ?? {}
    const declared = declaration === undefined ? {} : { declaration }
    const space = { name, title, description, createdAt, ...declared }
    this.#spaces.set(name, space)
    return space
  }

  async declare(name: string, declaration: SpaceDeclaration): Promise<void> {
    const known = this.#spaces.get(name)
    if (known !== undefined) this.#spaces.set(name, { ...known, declaration })
  }

  async readLimits(name: string): Promise<SpaceLimits> {
    return this.#limits.get(name) ?? {}
  }

  async setLimits(name: string, limits: SpaceLimits): Promise<void> {
    this.#limits.set(name, limits)
  }

  async readPool(name: string): Promise<string | undefined> {
    return this.#pools.get(name)
  }

  async setPool(name: string, pool: string | undefined): Promise<void> {
    if (pool === undefined) this.#pools.delete(name)
    else this.#pools.set(name, pool)
  }

  async listPools(): Promise<readonly string[]> {
    const inUse = [...this.#pools].filter(([name]) => this.#spaces.get(name)?.archivedAt === undefined)
    return [...new Set(inUse.map(([, pool]) => pool))].toSorted()
  }

  async archive(name: string, { at }: AccessChange): Promise<Space | undefined> {
    const known = this.#spaces.get(name)
    if (known === undefined) return undefined
    const archived = { ...known, archivedAt: known.archivedAt ?? at }
    this.#spaces.set(name, archived)
    return archived
  }
}
