import { execFile, spawn } from 'node:child_process'
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface TestPostgresql {
  readonly url: string
  /** Ends it as an operator does who does not wait for clients, and starts it again on the same data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const run = promisify(execFile)

/** Starts a PostgreSQL server of its own in a temporary folder, reachable through a socket only; needs its programs. */
export async function startPostgresql(programs: string): Promise<TestPostgresql> {
  const directory = await mkdtemp('/tmp/groundplan-postgresql-')
  const user = await findUnprivilegedUser()
  if (user !== undefined) await chown(directory, user.uid, user.gid)
  const as = (program: string, args: readonly string[]): [string, string[]] =>
    user === undefined
      ? [join(programs, program), [...args]]
      : [
          'setpriv',
          [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', join(programs, program), ...args],
        ]
  const data = join(directory, 'data')
  await run(
    ...as('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--no-locale']),
  )
  const options = [
    'listen_addresses=',
    `unix_socket_directories=${directory}`,
    'fsync=off',
    'max_connections=100',
  ]
  const start = () => {
    const server = spawn(...as('postgres', ['-D', data, ...options.flatMap((option) => ['-c', option])]), {
      stdio: 'ignore',
    })
    return { server, ended: new Promise<void>((resolve) => server.once('exit', () => resolve())) }
  }
  let running = start()
  const end = async () => {
    running.server.kill('SIGINT')
    await running.ended
  }
  const stop = async () => {
    // A client that is closing must not be cut off: its error would be nobody's, and fail the run.
    running.server.kill('SIGTERM')
    const patience = setTimeout(() => running.server.kill('SIGINT'), 5000)
    await running.ended
    clearTimeout(patience)
    await rm(directory, { recursive: true, force: true })
  }
  const untilReady = () => waitUntilReady(join(programs, 'pg_isready'), directory)
  const restart = async () => {
    await end()
    running = start()
    await untilReady()
  }
  try {
    await untilReady()
  } catch (error) {
    await stop()
    throw error
  }
  const url = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(directory)}`
  return { url, restart, stop }
}

/** The folder with PostgreSQL's programs, newest version first, or `undefined` if there is none. */
export async function findPostgresqlPrograms(): Promise<string | undefined> {
  const roots = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt']
  for (const root of roots) {
    const versions = (await listFolder(root)).filter((name) => /^(?:postgresql@)?\d+$/.test(name))
    for (const version of versions.toSorted((left, right) => numberIn(right) - numberIn(left))) {
      const programs = join(root, version, 'bin')
      if ((await listFolder(programs)).includes('initdb')) return programs
    }
  }
  return undefined
}

async function listFolder(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch((): string[] => [])
}

function numberIn(name: string): number {
  return Number(/\d+/.exec(name)?.[0])
}

/** PostgreSQL refuses to run as root; whoever else runs the tests runs it as well. */
async function findUnprivilegedUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) =>
        Number((await run('id', [flag, name]).catch(() => undefined))?.stdout),
      ),
    )
    if (uid !== undefined && gid !== undefined && uid > 0 && gid > 0) return { uid, gid }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody".')
}

async function waitUntilReady(program: string, socket: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run(program, ['-h', socket, '-U', 'postgres', '-q'])
      return
    } catch (error) {
      if (attempt === 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
