import type { EnvironmentContext } from '@groundplan/api'
import type { CatalogStore } from '@groundplan/catalog'
import { PostgresEnvironmentStore, type OpenDatabase } from '@groundplan/database'
import { allowEverything, readBlueprint, resealSecrets, type GrainRunner } from '@groundplan/environment'
import type { JobQueue } from '@groundplan/jobs'
import type { MasterKeys } from '@groundplan/secrets'
import type { RunsOf } from './jobs/run-environment.ts'

interface EnvironmentsOptions {
  readonly database: OpenDatabase
  readonly jobs: JobQueue
  readonly findMasterKeys: () => Promise<MasterKeys>
  readonly catalog: CatalogStore
  readonly now: () => Date
  /** Absent: this server launches nothing. */
  readonly grainRunner: GrainRunner | undefined
}

export interface Environments {
  /** What procedures of a space work with; `undefined` if this server launches nothing. */
  contextOf(spaceId: string): EnvironmentContext | undefined
  /** What a worker performs the runs of a space with; absent: this server launches nothing. */
  readonly runsOf: RunsOf | undefined
  /** Encrypts the secrets of environments with the current master key, and says how many that were. */
  reseal(keys: MasterKeys, spaceIds: readonly string[]): Promise<number>
}

/** The environments of all spaces. */
export function openEnvironments({
  database,
  jobs,
  findMasterKeys,
  catalog,
  now,
  grainRunner: runner,
}: EnvironmentsOptions): Environments {
  const storeOf = (spaceId: string) =>
    // The spaces of a server share its queues.
    new PostgresEnvironmentStore(database, { spaceId, jobsOf: () => jobs })
  const policies = allowEverything
  return {
    contextOf: (spaceId) => runner && { store: storeOf(spaceId), policies },
    runsOf:
      runner &&
      ((spaceId) => ({
        ...{ store: storeOf(spaceId), runner, policies, findMasterKeys, now },
        readBlueprint: (version) => readBlueprint(version, catalog),
      })),
    async reseal(keys, spaceIds) {
      let changed = 0
      for (const spaceId of spaceIds) changed += await resealSecrets(keys, storeOf(spaceId))
      return changed
    },
  }
}
