import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configurationPath, printConfiguration } from '@groundplan/configuration'
import { startForge, type Forge, type HostKind } from '@groundplan/forge'
import { runProgram } from '@groundplan/process'
import { createRandom, type Random } from '@groundplan/testing'
import { blueprints } from './import-faults/blueprint-repository.ts'
import { listDifferences, readState } from './import-faults/read-state.ts'
import { placedTexts, planSources } from './import-faults/source-texts.ts'
import { checkReviews } from './import-faults/watch-reviews.ts'
import { killImport } from './kill-import.ts'

const command = join(import.meta.dirname, '../../../apps/cli/bin/groundplan.mjs')

export interface HostKillsOptions {
  readonly count: number
  readonly seed: number
  readonly host: HostKind
}

export interface HostKillsResult {
  readonly kills: number
  /** How many came while the import was asking the host for something. */
  readonly mid_import: number
  readonly host: HostKind
  readonly seed: number
  readonly faults: readonly string[]
}

/**
 * Kills imports into a host with SIGKILL, command, server and git, at a random request, and starts them again on the same home.
 * Then there is what there is without kills, and one pull request for each branch at every moment.
 */
export async function proveHostKills({ count, seed, host }: HostKillsOptions): Promise<HostKillsResult> {
  const random = createRandom(seed)
  const forge = await startForge()
  try {
    await createEstate(forge, host, 'CALM')
    const requests = await withHome(async (home) => {
      const before = forge.operations
      await runImport(forge, host, { home, owner: 'CALM' })
      return forge.operations.api - before.api + 3 * (forge.operations.git - before.git)
    })
    const wanted = await readState(forge.people, 'CALM')
    const faults: string[] = []
    let midImport = 0
    for (let round = 1; round <= count; round += 1) {
      const owner = `KILLED${round}`
      await createEstate(forge, host, owner)
      const found = await withHome((home) => runRound(forge, host, { home, owner, random, requests }))
      midImport += found.midImport
      const different = listDifferences(wanted, await readState(forge.people, owner))
      const all = [...found.faults, ...different, ...forge.violations.slice(0, 5)]
      for (const fault of all) faults.push(`round ${round}: ${fault}`)
      process.stderr.write(
        `${round}/${count}: killed ${found.told}${all.map((each) => `\n! ${each}`).join('')}\n`,
      )
    }
    return { kills: count, mid_import: midImport, host, seed, faults }
  } finally {
    await forge.close()
  }
}

interface KillRound {
  readonly home: string
  readonly owner: string
  readonly random: Random
  /** How many an import needs. */
  readonly requests: number
}

async function runRound(forge: Forge, host: HostKind, { home, owner, random, requests }: KillRound) {
  const faults = new Set<string>()
  const at = 1 + random.below(requests)
  const marker = join(home, 'kill')
  let seen = 0
  let path = 'after its end'
  forge.faults.inject((request) => {
    seen += 1
    for (const fault of checkReviews(forge.people, owner)) faults.add(fault)
    if (seen !== at) return undefined
    path = `at request ${at}, ${request.method} ${request.path}`
    void runProgram('touch', [marker])
    // Most are killed while they wait for the answer, some just afterwards.
    return { kind: 'delay', milliseconds: random.below(150) }
  })
  const env = environment(forge, host, owner)
  const program = [process.execPath, command, 'import', '--json']
  await killImport({ home, program, env, until: `[ -e ${marker} ]` })
  forge.faults.inject(() => {
    for (const fault of checkReviews(forge.people, owner)) faults.add(fault)
    return undefined
  })
  const first = await runImport(forge, host, { home, owner })
  const second = await runImport(forge, host, { home, owner })
  forge.faults.inject(undefined)
  if (first.exitCode !== 0)
    faults.add(`the import after the kill ended with ${first.exitCode}: ${first.stderr}`)
  if (second.exitCode !== 0) faults.add(`the one after it ended with ${second.exitCode}: ${second.stderr}`)
  return { faults: [...faults], midImport: path.startsWith('at') ? 1 : 0, told: path }
}

async function createEstate({ people, hosts }: Forge, kind: HostKind, owner: string): Promise<void> {
  const { webUrl, apiUrl } = hosts[kind]
  const settings = {
    ...({ group: 'repository', limits: { open: 'none', 'per-hour': 'none' }, onboarding: false } as const),
    ...{ labels: ['groundplan'] },
  }
  const configuration = printConfiguration({
    version: 1,
    hosts: {
      forge: {
        ...{ kind, url: webUrl, token: { env: 'GROUNDPLAN_BLUEPRINTS_TOKEN' } },
        ...(kind === 'bitbucket-data-center' ? {} : { 'api-url': apiUrl }),
      },
    },
    repositories: [{ host: 'forge', owner }],
    'pull-requests': settings,
  })
  await people.createRepository({ owner, name: blueprints, files: { [configurationPath]: configuration } })
  for (const { name, modules } of planSources(createRandom(1))) {
    const files = Object.assign({}, ...modules.map((directory) => placedTexts(directory, name, 0)))
    await people.createRepository({ owner, name, files })
  }
}

function environment({ hosts }: Forge, kind: HostKind, owner: string): Readonly<Record<string, string>> {
  const { webUrl, apiUrl, token } = hosts[kind]
  const place = kind === 'bitbucket-data-center' ? `projects/${owner}/repos` : owner
  return {
    GROUNDPLAN_BLUEPRINTS: `${webUrl}/${place}/${blueprints}`,
    GROUNDPLAN_BLUEPRINTS_KIND: kind,
    GROUNDPLAN_BLUEPRINTS_TOKEN: token,
    ...(kind === 'bitbucket-data-center' ? {} : { GROUNDPLAN_BLUEPRINTS_API_URL: apiUrl }),
  }
}

function runImport(forge: Forge, host: HostKind, { home, owner }: { home: string; owner: string }) {
  return runProgram(process.execPath, [command, 'import', '--json'], {
    env: { ...environment(forge, host, owner), GROUNDPLAN_HOME: home },
  })
}

async function withHome<Result>(work: (home: string) => Promise<Result>): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), 'groundplan-kills-'))
  try {
    return await work(home)
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}
