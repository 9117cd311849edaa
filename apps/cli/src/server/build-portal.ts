import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ExternalServiceError } from '@groundplan/errors'
import { lockFile, readPublicEnvironment, runProgram, type FileLock } from '@groundplan/process'
import type { Terminal } from '../terminal/terminal.ts'

const root = join(import.meta.dirname, '../../../..')

/** In a checkout, builds the portal unless its build is up to date; a release brings it along. Throws ExternalServiceError. */
export async function buildPortal(terminal: Terminal): Promise<void> {
  const nx = join(root, 'node_modules/nx/dist/bin/nx.js')
  if (!existsSync(join(root, 'nx.json')) || !existsSync(nx)) return
  if (!existsSync(join(root, 'apps/portal/dist/index.html'))) terminal.note('Building the portal …')
  const lock = await lockBuild()
  try {
    await runBuild(nx)
  } finally {
    lock.release()
  }
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
  const env = { ...readPublicEnvironment(), NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' }
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
