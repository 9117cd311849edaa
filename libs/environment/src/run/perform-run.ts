import type { Blueprint } from '@groundplan/blueprint'
import type { JobAttempt } from '@groundplan/jobs'
import type { JsonObject } from '@groundplan/terraform-type'
import { RunLostError } from '../change/change-environment.ts'
import type { BegunRun, EnvironmentStore, RunOwner } from '../ports/environment-store.ts'
import type { BlueprintVersion } from '../model/environment.ts'
import type { GrainRunner } from '../ports/grain-runner.ts'
import type { LogLimits } from '../log/run-log.ts'
import type { Policies } from '../ports/policies.ts'
import { EnvironmentVault, type VaultDependencies } from '../secrets/environment-vault.ts'
import { RunWork } from './run-work.ts'

export interface PerformRunDependencies extends Pick<VaultDependencies, 'findMasterKeys'> {
  readonly store: EnvironmentStore
  readonly runner: GrainRunner
  readonly policies: Policies
  /** Throws NotFoundError for versions that the catalog does not have. */
  readonly readBlueprint: (version: BlueprintVersion) => Promise<Blueprint>
  readonly now: () => Date
}

export interface RunPace {
  /** Milliseconds between two looks whether somebody cancelled the run, and between two writes of its log. */
  readonly look: number
  /** How many grains are worked on at a time. */
  readonly grains: number
  readonly log?: LogLimits | undefined
}

export const defaultRunPace: RunPace = { look: 1_000, grains: 4 }

/**
 * Performs a run from where it is until it is over or waits for an approval. Does nothing if it is over. Throws if the worker stops or
 * the database is away: the next attempt continues.
 */
export async function performRun(
  {
    payload: { runId, turn },
    id,
    attempt,
    signal,
  }: JobAttempt<{
    readonly runId: string
    readonly turn?: number | undefined
  }>,
  dependencies: PerformRunDependencies,
  pace: RunPace = defaultRunPace,
): Promise<void> {
  const owner: RunOwner = { runId, token: `${id}/${attempt}` }
  const begun = await dependencies.store.begin({ ...owner, turn }, dependencies.now())
  if (begun === undefined) return
  const vault = new EnvironmentVault(begun.run.spaceId, dependencies)
  const ephemeral = await openEphemeral(begun, vault)
  const work = new RunWork({ owner, begun, ephemeral, vault, dependencies, signal, pace })
  try {
    await work.perform()
  } catch (error) {
    // Whoever has it now completes it.
    if (error instanceof RunLostError) return
    throw error
  } finally {
    await work.close()
  }
}

async function openEphemeral({ ephemeral }: BegunRun, vault: EnvironmentVault): Promise<JsonObject> {
  return ephemeral === undefined ? {} : vault.openEphemeral(ephemeral)
}
