import type { AccessChange } from '../access-change.ts'
import type { Role } from '../roles.ts'

/** Port: the roles that a company has defined, beside the built-in ones. Each change and its event are written in one transaction. */
export interface RoleStore {
  /** By name. */
  list(): Promise<readonly Role[]>
  /** Adds a role, or replaces the one of the same name. */
  put(role: Role, change: AccessChange): Promise<void>
  /** False if there is no such role. */
  remove(name: string, change: AccessChange): Promise<boolean>
}
