import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { untilOver } from '@groundplan/fleet'
import { runProgram } from '@groundplan/process'
import { findFreePort } from '@groundplan/testing'
import { addModules } from './hostile-repositories/object-repositories.ts'
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
      env: {
        GROUNDPLAN_HOME: join(root, 'home'),
        GROUNDPLAN_PORT: String(port),
        GROUNDPLAN_POLL: 'off',
        GROUNDPLAN_LOCAL_SIGN_IN: 'off',
      },
      signal: stop.signal,
    },
  ).catch(() => {})
  try {
    const url = `http://localhost:${port}`
    const directory = join(root, 'large')
    await addModules(directory, count)
    await untilServed(url)
    const watching = watchServer(url)
    const counting = countGit(join(root, 'home'), stop.signal)
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

/** The most processes of git that a server had at a time, looked at every 20 ms until `signal`. */
async function countGit(home: string, signal: AbortSignal): Promise<number> {
  let most = 0
  while (!signal.aborted) {
    const processes = await listProcesses()
    const servers = await Promise.all(
      processes.map(async ({ pid }) =>
        (await readProcess(pid, 'environ')).includes(`GROUNDPLAN_HOME=${home}`),
      ),
    )
    const family = new Set(processes.flatMap(({ pid }, index) => (servers[index] === true ? [pid] : [])))
    // Numbers may begin anew, so that children need not come after their parents.
    for (let size = -1; size < family.size;) {
      size = family.size
      for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid)
    }
    most = Math.max(
      most,
      processes.filter(({ pid, name }) => family.has(pid) && name.startsWith('git')).length,
    )
    await delay(20)
  }
  return most
}

interface SystemProcess {
  readonly pid: number
  readonly parent: number
  readonly name: string
}

async function listProcesses(): Promise<readonly SystemProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [, name = '', parent] = /^\d+ \((.*)\) \w (\d+)/s.exec(await readProcess(pid, 'stat')) ?? []
      return parent === undefined ? [] : [{ pid, name, parent: Number(parent) }]
    }),
  )
  return found.flat()
}

/** A file of a process; empty once that is gone. */
function readProcess(pid: number, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')
}
