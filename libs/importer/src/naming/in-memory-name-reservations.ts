import type { NameReservations, ReservedName } from './name-reservations.ts'

/** For tests: reservations end with the process, so none expire. */
export class InMemoryNameReservations implements NameReservations {
  readonly #byImport = new Map<string, Map<string, ReservedName>>()

  async list(): Promise<readonly ReservedName[]> {
    return [...this.#byImport.values()].flatMap((names) => [...names.values()])
  }

  async reserve(importId: string, names: readonly ReservedName[]): Promise<void> {
    const own = this.#byImport.get(importId) ?? new Map<string, ReservedName>()
    for (const reserved of names) own.set(reserved.name, reserved)
    this.#byImport.set(importId, own)
  }

  async release(importId: string): Promise<void> {
    this.#byImport.delete(importId)
  }
}
