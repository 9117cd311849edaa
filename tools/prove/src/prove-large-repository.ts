import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { runProgram } from '@groundplan/process'
import { findFreePort } from '@groundplan/testing'
import { addModules } from './hostile-repositories/object-repositories.ts'
import { untilOver } from './until-over.ts'
import { patience, watchServer } from './watch/watch-server.ts'

export interface LargeRepositoryResult {
  readonly modules: number
  /** Most files that a process of the server may have open. */
  readonly open_files: number
  /** Most processes of git that the server had at a time. */
  readonly git_processes: number
  readonly slowest_ms: number
  readonly seconds: number
  readonly faults: readonly string[]
}

const openFiles = 1024
const maximumProcesses = 8
const longestImport = 1_800_000

/** Imports one repository with many modules into a server that may open few files, and counts its git processes meanwhile. */
export async function proveLargeRepository({
  count,
}: {
  readonly count: number
}): Promise<LargeRepositoryResult> {
  const root = await mkdtemp(join(tmpdir(), 'groundplan-large-'))
  const stop = new AbortController()
  const port = await findFreePort()
  const main = join(import.meta.dirname, '../../../apps/server/src/main.ts')
  const server = runProgram(
    'bash',
    ['-c', `ulimit -n ${openFiles}; exec "$@"`, 'server', process.execPath, main],
    {
      env: { GROUNDPLAN_HOME: join(root, 'home'), GROUNDPLAN_PORT: String(port), GROUNDPLAN_POLL: 'off' },
      signal: stop.signal,
    },
  ).catch(() => {})
  try {
    const url = `http://localhost:${port}`
    const directory = join(root, 'large')
    await addModules(directory, count)
    await untilServed(url)
    const watching = watchServer(url)
    const counting = countProcesses('git', root, stop.signal)
    const client = createNodeApiClient(url)
    const { number } = await client.imports.start.mutate({ repositories: [{ address: directory }] })
    const { state } = await untilOver(client, number, longestImport)
    const { slowest, failures } = await watching.end()
    stop.abort()
    const git_processes = await counting
    const report = state.status === 'finished' ? state.report : undefined
    const imported = report?.modules.filter(({ outcome }) => outcome === 'new').length ?? 0
    const slowest_ms = Math.round(slowest.milliseconds)
    const faults = [
      ...(imported < count
        ? [`${imported} of ${count} modules were imported: ${JSON.stringify(state).slice(0, 500)}`]
        : []),
      ...(git_processes > maximumProcesses ? [`${git_processes} processes of git at a time`] : []),
      ...(slowest_ms > patience ? [`${slowest.path} took ${slowest_ms} ms`] : []),
      ...failures,
    ]
    return {
      modules: imported,
      open_files: openFiles,
      git_processes,
      slowest_ms,
      seconds: report?.seconds ?? 0,
      faults,
    }
  } finally {
    stop.abort()
    await server
    await rm(root, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function untilServed(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answered = await fetch(`${url}/healthz`).catch(() => undefined)
    if (answered?.ok === true) return
    await delay(100)
  }
  throw new Error('The server did not start.')
}

/** The most processes of a program that worked below a folder at a time, looked at every 20 ms until `signal`. */
async function countProcesses(program: string, folder: string, signal: AbortSignal): Promise<number> {
  let most = 0
  while (!signal.aborted) {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
    const found = await Promise.all(pids.map((pid) => worksIn(pid, program, folder)))
    most = Math.max(most, found.filter(Boolean).length)
    await delay(20)
  }
  return most
}

async function worksIn(pid: string, program: string, folder: string): Promise<boolean> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
  if (name.trim() !== program) return false
  const told = await Promise.all(
    ['environ', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
  )
  return told.some((text) => text.includes(folder))
}
