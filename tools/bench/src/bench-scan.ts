import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createEstate,
  startForge,
  type EstateRepository,
  type Forge,
  type ForgeHost,
} from '@groundplan/forge'
import { countOutcomes, type ImportReport } from '@groundplan/importer'
import { runProgram } from '@groundplan/process'

export interface ScanOptions {
  readonly repositories: number
  readonly modules: number
  readonly host: keyof Forge['hosts']
}

const owner = 'acme'
const command = join(import.meta.dirname, '../../../apps/cli/bin/groundplan.mjs')
const hour = 3_600_000

/**
 * Imports a generated estate from the stand-in of a host with the real command: from nothing, with nothing changed, and with one
 * repository in a hundred changed. Operations are requests to the host's API and git operations, as the host counts them.
 */
export async function benchScan(options: ScanOptions): Promise<Readonly<Record<string, number>>> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-bench-'))
  // What was pushed within the last minute is looked at again, so the estate is made in the past.
  let ago = hour
  const forge = await startForge({ now: () => new Date(Date.now() - ago) })
  try {
    const estate = await createEstate(forge, { owner, ...options, seed: 1 })
    await createBlueprints(forge, options)
    ago = 0
    const first = await measure(forge, options, directory)
    const { found } = countOutcomes(first.report.modules)
    expectCounts('first', first, { new: found })
    const unchanged = await measure(forge, options, directory)
    expectCounts('second', unchanged, {})
    const changed = Math.max(1, Math.round(options.repositories / 100))
    for (const repository of estate.slice(0, changed)) await changeModule(forge, repository)
    const little = await measure(forge, options, directory)
    expectCounts('third', little, { updated: changed })
    if (forge.violations.length > 0)
      throw new Error(`The host's description was violated: ${forge.violations[0]}`)
    return {
      repositories: estate.length,
      modules: found,
      first_operations: first.operations,
      first_seconds: first.seconds,
      unchanged_ratio: ratio(unchanged.operations, first.operations),
      one_percent_ratio: ratio(little.operations, first.operations),
      unchanged_seconds: unchanged.seconds,
    }
  } finally {
    await forge.close()
    await rm(directory, { recursive: true, force: true })
  }
}

async function createBlueprints(forge: Forge, { host }: ScanOptions): Promise<void> {
  const { webUrl, apiUrl } = forge.hosts[host]
  const configuration = [
    'version: 1',
    `hosts: { forge: { kind: ${host}, url: ${JSON.stringify(webUrl)}, api-url: ${JSON.stringify(apiUrl)}, token: { env: GROUNDPLAN_BLUEPRINTS_TOKEN } } }`,
    `repositories: [{ host: forge, owner: ${ownerAt(host)}, exclude: [blueprints] }]`,
    'pull-requests: { limits: { open: none, per-hour: none } }',
    '',
  ]
  const files = { 'groundplan.yaml': configuration.join('\n') }
  await forge.people.createRepository({ owner, name: 'blueprints', files })
}

/** Data Center has projects with keys. */
function ownerAt(host: ScanOptions['host']): string {
  return host === 'bitbucket-data-center' ? owner.toUpperCase() : owner
}

async function changeModule(forge: Forge, { name, modules: [path = '.'] }: EstateRepository): Promise<void> {
  const file = path === '.' ? 'extra.tf' : `${path}/extra.tf`
  const text = 'variable "added_later" {\n  type    = string\n  default = ""\n}\n'
  await forge.people.commit(owner, name, { files: { [file]: text } })
}

interface Measured {
  readonly operations: number
  readonly seconds: number
  readonly report: ImportReport
}

async function measure(forge: Forge, { host }: ScanOptions, directory: string): Promise<Measured> {
  forge.resetOperations()
  const env = environment(forge.hosts[host], host, directory)
  const { stdout, stderr } = await runProgram(process.execPath, [command, 'import', '--json'], { env })
  const text = stdout.toString('utf8')
  if (!text.startsWith('{"dryRun"')) throw new Error(`The import failed: ${stderr}${text.slice(0, 2000)}`)
  const report = JSON.parse(text) as ImportReport
  const { api, git } = forge.operations
  console.error(`${api} requests, ${git} git operations, ${report.seconds.toFixed(1)} s`)
  return { operations: api + git, seconds: Math.round(report.seconds * 10) / 10, report }
}

function environment(host: ForgeHost, kind: string, directory: string): Record<string, string> {
  const { webUrl, apiUrl, token } = host
  const isDataCenter = kind === 'bitbucket-data-center'
  return {
    GROUNDPLAN_HOME: join(directory, 'home'),
    GROUNDPLAN_PORT: '0',
    GROUNDPLAN_LOG_LEVEL: 'warn',
    GROUNDPLAN_BLUEPRINTS: isDataCenter
      ? `${webUrl}/projects/${ownerAt(kind)}/repos/blueprints`
      : `${webUrl}/${owner}/blueprints`,
    GROUNDPLAN_BLUEPRINTS_KIND: kind,
    GROUNDPLAN_BLUEPRINTS_TOKEN: token,
    ...(isDataCenter ? {} : { GROUNDPLAN_BLUEPRINTS_API_URL: apiUrl }),
  }
}

/** A measurement of something that did not happen would look very good. */
function expectCounts(
  run: string,
  { report: { modules, repositories } }: Measured,
  expected: Partial<ReturnType<typeof countOutcomes>>,
): void {
  const counts = countOutcomes(modules)
  for (const key of ['new', 'updated', 'waiting', 'failed'] as const) {
    const count = expected[key] ?? 0
    if (counts[key] !== count)
      throw new Error(`The ${run} import has ${counts[key]} ${key} modules, not ${count}.`)
  }
  const failed = repositories.find(({ status }) => status === 'failed')
  if (failed?.status === 'failed') throw new Error(`The ${run} import failed: ${failed.message}`)
}

function ratio(part: number, whole: number): number {
  return Math.round((part / whole) * 100_000) / 100_000
}
