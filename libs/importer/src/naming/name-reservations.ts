import type { ProposalSource } from '@groundplan/proposal'

export interface ReservedName {
  readonly name: string
  /** Where its module is. */
  readonly source: ProposalSource
}

/**
 * Port: names that imports have given to blueprints which they have not proposed yet. Imports propose at the same time; this keeps
 * them from giving one name to two modules.
 */
export interface NameReservations {
  /** Reservations of the last two hours. Older ones belong to imports that crashed. */
  list(): Promise<readonly ReservedName[]>
  /** Keeps names for this import, beside those that it has. */
  reserve(importId: string, names: readonly ReservedName[]): Promise<void>
  /** Gives up all names of this import. */
  release(importId: string): Promise<void>
}

/** Milliseconds for which a reservation counts: as long as an import may take. */
export const longestReservation = 2 * 3_600_000
