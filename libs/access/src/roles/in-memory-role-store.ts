import type { Role } from '../roles.ts'
import type { RoleStore } from './role-store.ts'

/** For tests. */
export class InMemoryRoleStore implements RoleStore {
  readonly #roles = new Map<string, Role>()

  async list(): Promise<readonly Role[]> {
    return [...this.#roles.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1))
  }

  async put(role: Role): Promise<void> {
    this.#roles.set(role.name, role)
  }

  async remove(name: string): Promise<boolean> {
    return this.#roles.delete(name)
  }
}
