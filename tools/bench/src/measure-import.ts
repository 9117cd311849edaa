import { join } from 'node:path'
import type { Forge, ForgeHost, HostKind } from '@groundplan/forge'
import type { ImportReport } from '@groundplan/importer'
import { runProgram } from '@groundplan/process'

/** Of all repositories of a generated estate. */
export const owner = 'acme'

/** The real command. */
export const command = join(import.meta.dirname, '../../../apps/cli/bin/groundplan.mjs')

/** Creates the blueprint repository, with a configuration that selects everything else. */
export async function createBlueprints(
  forge: Forge,
  kind: HostKind,
  { open }: { readonly open: number | 'none' },
): Promise<void> {
  const { webUrl, apiUrl } = forge.hosts[kind]
  const configuration = [
    'version: 1',
    `hosts: { forge: { kind: ${kind}, url: ${JSON.stringify(webUrl)}, api-url: ${JSON.stringify(apiUrl)}, token: { env: GROUNDPLAN_BLUEPRINTS_TOKEN } } }`,
    `repositories: [{ host: forge, owner: ${ownerAt(kind)}, exclude: [blueprints] }]`,
    `pull-requests: { limits: { open: ${open}, per-hour: none } }`,
    '',
  ]
  const files = { 'groundplan.yaml': configuration.join('\n') }
  await forge.people.createRepository({ owner, name: 'blueprints', files })
}

/** Data Center has projects with keys. */
function ownerAt(kind: HostKind): string {
  return kind === 'bitbucket-data-center' ? owner.toUpperCase() : owner
}

export interface MeasuredImport {
  /** Requests to the host's API, and git operations, as the host counts them. */
  readonly operations: number
  readonly api: number
  readonly git: number
  readonly seconds: number
  readonly report: ImportReport
}

/** Imports with the real command, whose files are in the directory. */
export async function measureImport(
  forge: Forge,
  kind: HostKind,
  directory: string,
): Promise<MeasuredImport> {
  forge.resetOperations()
  const env = environment(forge.hosts[kind], kind, directory)
  const { stdout, stderr } = await runProgram(process.execPath, [command, 'import', '--json'], { env })
  const text = stdout.toString('utf8')
  if (!text.startsWith('{"dryRun"')) throw new Error(`The import failed: ${stderr}${text.slice(0, 2000)}`)
  const report = JSON.parse(text) as ImportReport
  const { api, git } = forge.operations
  console.error(`${api} requests, ${git} git operations, ${report.seconds.toFixed(1)} s`)
  return { operations: api + git, api, git, seconds: Math.round(report.seconds * 10) / 10, report }
}

function environment(host: ForgeHost, kind: HostKind, directory: string): Record<string, string> {
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

/** A part of a whole, to five digits. */
export function ratio(part: number, whole: number): number {
  return Math.round((part / whole) * 100_000) / 100_000
}
