import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'

/** What shows a launch form: plain react-jsonschema-form of a major version, or the form of Backstage's scaffolder. */
export type Renderer = 5 | 6 | 'scaffolder'

const modules = join(import.meta.dirname, '../../../../node_modules')
const cache = join(modules, '.cache/groundplan')

/** Packages that are installed beside the workspace: as dependencies they would take 14 and 500 MB of everybody's install. */
const installed: Partial<Record<Renderer, string>> = { 5: 'rjsf-5', scaffolder: 'scaffolder' }

/** The folder with a renderer's packages. */
export function packagesOf(renderer: Renderer): string {
  const name = installed[renderer]
  return name === undefined ? modules : join(cache, name, 'node_modules')
}

export function isInstalled(renderer: Renderer): boolean {
  return existsSync(packagesOf(renderer))
}

const minutes = 60_000

/** Installs a renderer's packages once, in the versions of the folder of its name here. It needs the npm registry. */
export async function installRenderer(renderer: Renderer): Promise<void> {
  const name = installed[renderer]
  if (name === undefined || isInstalled(renderer)) return
  const source = join(import.meta.dirname, name)
  const hasLock = existsSync(join(source, 'package-lock.json'))
  const folder = join(cache, `${name}-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  for (const file of ['package.json', ...(hasLock ? ['package-lock.json'] : [])])
    cpSync(join(source, file), join(folder, file))
  const { exitCode, stderr } = await runProgram(
    'npm',
    [hasLock ? 'ci' : 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'],
    { cwd: folder, limits: { milliseconds: 30 * minutes, outputBytes: 10_000_000 } },
  )
  if (exitCode !== 0) throw new Error(`${name} could not be installed: ${stderr}`)
  rmSync(join(cache, name), { recursive: true, force: true })
  renameSync(folder, join(cache, name))
}
