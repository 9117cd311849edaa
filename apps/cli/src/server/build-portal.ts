import { existsSync } from 'node:fs'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ExternalServiceError } from '@groundplan/errors'
import { lockFile, readPublicEnvironment, runProgram, type FileLock } from '@groundplan/process'
import type { Terminal } from '../terminal/terminal.ts'

const root = join(import.meta.dirname, '../../../..')
const built = join(root, 'apps/portal/dist/index.html')

/** What the build is made of, files and folders. */
const inputs = [
  ...['apps/portal/src', 'apps/portal/public', 'apps/portal/index.html', 'apps/portal/package.json'],
  ...['apps/portal/vite.config.ts', 'libs', 'package-lock.json', 'tsconfig.base.json'],
]

/** In a checkout, builds the portal unless its build is up to date; a release brings it along. Throws ExternalServiceError. */
export async function buildPortal(terminal: Terminal): Promise<void> {
  const nx = join(root, 'node_modules/nx/dist/bin/nx.js')
  if (!existsSync(join(root, 'nx.json')) || !existsSync(nx)) return
  if (!existsSync(built)) terminal.note('Building the portal …')
  const lock = await lockBuild()
  try {
    // Nx writes the files again even if they are all there, while another server reads them.
    if (!(await isUpToDate())) await runBuild(nx)
  } finally {
    lock.release()
  }
}

/** Below `libs`: what no build reads, or what other builds write. */
const ignored = /(?:^|[\\/])(?:dist|node_modules)(?:[\\/]|$)|\.(?:test|fixture)\.ts$/

/** True if nothing is newer than the build. */
async function isUpToDate(): Promise<boolean> {
  const time = await stat(built).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  )
  if (time === undefined) return false
  const listed = await Promise.all(inputs.map((input) => listBelow(join(root, input))))
  const times = await Promise.all(listed.flat().map(async (path) => (await stat(path)).mtimeMs))
  return times.every((each) => each < time)
}

/** The path itself and the sources below it; folders too, because their time tells that something was removed. */
async function listBelow(path: string): Promise<readonly string[]> {
  if (!(await stat(path).catch(() => undefined))?.isDirectory()) return existsSync(path) ? [path] : []
  const below = await readdir(path, { recursive: true })
  return [path, ...below.filter((each) => !ignored.test(each)).map((each) => join(path, each))]
}

/** Two builds at once would take each other's files away, and those that a browser is about to load. */
async function lockBuild(): Promise<FileLock> {
  const directory = join(root, 'node_modules/.cache/groundplan')
  await mkdir(directory, { recursive: true })
  for (;;) {
    const lock = lockFile(join(directory, 'portal-build.lock'))
    if (lock !== undefined) return lock
    await delay(200)
  }
}

async function runBuild(nx: string): Promise<void> {
  // Whatever it is here, e.g. "test": people get a build for production, and Nx keeps one for all.
  const env = {
    ...readPublicEnvironment(),
    NODE_ENV: 'production',
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    FORCE_COLOR: '0',
  }
  const { exitCode, stdout, stderr } = await runProgram(
    process.execPath,
    [nx, 'run', '@groundplan/portal:build'],
    { cwd: root, env, extendEnv: false },
  )
  if (exitCode === 0) return
  throw new ExternalServiceError(`Building the portal failed:\n${stdout.toString('utf8')}${stderr}`, {
    service: 'vite',
    status: exitCode,
    hint: 'Run `npm ci` again.',
  })
}
