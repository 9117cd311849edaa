import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findFreePort } from './find-free-port.ts'

export interface TestMoto {
  /** Endpoint of every AWS service. */
  readonly endpoint: string
  /** Forgets everything that was created. */
  reset(): Promise<void>
  stop(): Promise<void>
}

/** True if moto, which stands in for AWS (https://docs.getmoto.org), is installed for Python 3. */
export async function hasMoto(): Promise<boolean> {
  const found = promisify(execFile)('python3', ['-c', 'import moto.server, flask'])
  return found.then(
    () => true,
    () => false,
  )
}

/** How long it may take to start, in milliseconds: it loads everything that AWS has. */
const patience = 180_000

/** Starts moto on a free port of this machine. Callers of the API need any credentials. */
export async function startMoto(): Promise<TestMoto> {
  const port = await findFreePort()
  const child = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  const endpoint = `http://127.0.0.1:${port}`
  const reset = async () => {
    await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' })
  }
  const stop = async () => {
    child.kill()
    await ended
  }
  for (const until = Date.now() + patience; ; await delay(100)) {
    const isReady = await fetch(`${endpoint}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) return { endpoint, reset, stop }
    if (child.exitCode !== null) throw new Error(`moto has ended with exit code ${child.exitCode}.`)
    if (Date.now() > until) {
      await stop()
      throw new Error('moto has not started within three minutes.')
    }
  }
}
