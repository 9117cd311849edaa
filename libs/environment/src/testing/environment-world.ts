import { builtInRoles, type BuiltInRole, type Caller } from '@groundplan/access'
import { person } from '@groundplan/actor'
import { parseBlueprint, type Blueprint } from '@groundplan/blueprint'
import type { CatalogEntry, CatalogVersion } from '@groundplan/catalog'
import type { NewJob } from '@groundplan/jobs'
import { generateMasterKey, parseMasterKeys } from '@groundplan/secrets'
import type { RunLimits } from '../admission/choose-admissions.ts'
import type { EnvironmentStore } from '../ports/environment-store.ts'
import { readBlueprint, type EnvironmentDependencies } from '../requests/environment-dependencies.ts'
import { allowEverything, type Policies } from '../ports/policies.ts'
import { performRun, type PerformRunDependencies } from '../run/perform-run.ts'
import { InMemoryEnvironments } from '../store/in-memory-environment-store.ts'
import { shopBlueprint, shopBlueprint2 } from './blueprints.fixture.ts'
import { InMemoryGrainRunner } from './in-memory-grain-runner.ts'

export const spaceId = 'payments'

const keys = await parseMasterKeys(generateMasterKey(), 'the test')

export interface WorldOptions {
  readonly policies?: Policies | undefined
  readonly limits?: RunLimits | undefined
  readonly readLimits?: EnvironmentDependencies['readLimits']
  /** Texts by version; those of the shop if absent. */
  readonly versions?: Readonly<Record<string, string>> | undefined
}

/** A caller with a role in the space. */
export function callerOf(name: string, role: BuiltInRole = 'developer'): Caller {
  return { actor: person(name), grants: [{ role: builtInRoles[role], spaceId }] }
}

/** Everything that requests and runs work with, in memory, with a queue that tests work off. */
export function createWorld({ policies = allowEverything, limits, readLimits, versions }: WorldOptions = {}) {
  const jobs: { readonly runId: string; readonly key: string | undefined }[] = []
  const enqueue = async ({ payload, key }: NewJob<never>) => {
    if (jobs.some((job) => job.key === key)) return undefined
    return String(jobs.push({ runId: (payload as { readonly runId: string }).runId, key }))
  }
  const all = new InMemoryEnvironments({ jobsOf: () => ({ enqueue }), ...(limits && { limits }) })
  const store = all.of(spaceId)
  const runner = new InMemoryGrainRunner()
  let clock = Date.UTC(2026, 2, 1)
  const now = () => new Date((clock += 1000))
  const catalog = createCatalog(versions ?? { '1.0.0': shopBlueprint, '2.0.0': shopBlueprint2 })
  const findMasterKeys = async () => keys
  const dependencies: EnvironmentDependencies = {
    ...{ spaceId, store, catalog, policies, readLimits, findMasterKeys, now },
  }
  const performing = (other: EnvironmentStore = store): PerformRunDependencies => ({
    ...{ store: other, runner, policies, findMasterKeys, now },
    readBlueprint: (version) => readBlueprint(version, catalog),
  })
  /** Performs one job; returns false if there is none. */
  const workOnce = async (signal = new AbortController().signal) => {
    const job = jobs.shift()
    if (job === undefined) return false
    const attempt = { id: job.key ?? '', payload: job, attempt: 1, isLast: false, signal }
    await performRun(attempt, performing(), { look: 20, grains: 4 })
    return true
  }
  /** Performs jobs until none is left. */
  const work = async () => {
    while (await workOnce());
  }
  const advanceClock = (milliseconds: number) => void (clock += milliseconds)
  return { all, store, runner, jobs, dependencies, performing, work, workOnce, now, advanceClock }
}

export type World = ReturnType<typeof createWorld>

function createCatalog(versions: Readonly<Record<string, string>>): EnvironmentDependencies['catalog'] {
  const names = Object.keys(versions)
  const toVersion = (version: string): CatalogVersion => ({
    ...{ blueprint: 'shop', version, ordinal: names.indexOf(version) + 1, commit: `commit-${version}` },
    ...{ blobId: version, text: versions[version] ?? '', publishedAt: new Date(0) },
  })
  return {
    findEntry: async (name) =>
      name === 'shop'
        ? ({ name, retired: false, latest: toVersion(names[0] ?? '') } as CatalogEntry)
        : undefined,
    findVersion: async (name, version) =>
      name === 'shop' && names.includes(version) ? toVersion(version) : undefined,
  }
}

/** Throws if it is not valid. */
export function blueprintOf(text: string): Blueprint {
  const { blueprint, diagnostics } = parseBlueprint('shop.yaml', text)
  if (blueprint === undefined) throw new Error(JSON.stringify(diagnostics))
  return blueprint
}
