import type { Scope } from '@groundplan/actor'
import type { EnvironmentContext } from '@groundplan/api'
import type { CatalogStore } from '@groundplan/catalog'
import { PostgresEnvironmentStore, type OpenDatabase } from '@groundplan/database'
import {
  allowEverything,
  defaultRunLimits,
  readBlueprint,
  resealSecrets,
  type GrainRunner,
  type ValueChecker,
} from '@groundplan/environment'
import type { JobQueue } from '@groundplan/jobs'
import type { MasterKeys } from '@groundplan/secrets'
import type { RunsOf } from '../jobs/run-environment.ts'
import type { TerraformConfig } from '../terraform-config.ts'

interface EnvironmentsOptions {
  readonly database: OpenDatabase
  readonly jobs: JobQueue
  /** Whose workers take the jobs. */
  readonly scope: Scope
  readonly findMasterKeys: () => Promise<MasterKeys>
  readonly catalog: CatalogStore
  readonly now: () => Date
  /** Absent: none are launched. */
  readonly terraform: Pick<TerraformConfig, 'limits'> | undefined
  /** Absent: others do the work of runs. */
  readonly runner: GrainRunner | undefined
  readonly valueChecker: ValueChecker | undefined
}

export interface Environments {
  /** What procedures of a space work with; `undefined` if none are launched. */
  contextOf(spaceId: string): EnvironmentContext | undefined
  /** What a worker performs the runs of a space with; absent: others do. */
  readonly runsOf: RunsOf | undefined
  /** Encrypts the secrets of environments with the current master key, and says how many that were. */
  reseal(keys: MasterKeys, spaceIds: readonly string[]): Promise<number>
}

/** The environments of all spaces. */
export function openEnvironments({
  database,
  jobs,
  scope,
  findMasterKeys,
  catalog,
  now,
  terraform,
  runner,
  valueChecker,
}: EnvironmentsOptions): Environments {
  const stores = new Map<string, PostgresEnvironmentStore>()
  /** Always the same one: it looks once for all who ask in the same moment. */
  const storeOf = (spaceId: string) => {
    // The spaces of a server share its queues.
    const store =
      stores.get(spaceId) ??
      new PostgresEnvironmentStore(database, { spaceId, scope, jobsOf: () => jobs, limits })
    stores.set(spaceId, store)
    return store
  }
  const policies = allowEverything
  const { total = defaultRunLimits.total, perSpace = defaultRunLimits.perSpace } = terraform?.limits ?? {}
  const limits = { total, perSpace }
  return {
    contextOf: (spaceId) =>
      (terraform ?? runner) === undefined ? undefined : { store: storeOf(spaceId), policies, valueChecker },
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
