import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HostileRepository } from './hostile-repository.ts'

/** Remotes that never answer, answer drop by drop, or never end. */
export const remoteRepositories: readonly HostileRepository[] = [
  'silent.git',
  'dripping.git',
  'endless.git',
  'redirecting.git',
  'looping.git',
  'private.git',
  'failing.git',
].map((path) => ({
  name: `remote/${path.replace('.git', '')}`,
  create: async ({ remote }) => `${remote}/${path}`,
}))

export interface HostileRemote {
  /** Where it answers over HTTP. */
  readonly url: string
  close(): Promise<void>
}

/** Starts a server on this machine that misbehaves, differently at each path. */
export async function startHostileRemote(): Promise<HostileRemote> {
  const timers = new Set<NodeJS.Timeout>()
  const server = createServer((request, response) => misbehave(request.url ?? '/', response, timers))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const timer of timers) clearInterval(timer)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const advertisement = '001e# service=git-upload-pack\n0000'

function misbehave(path: string, response: ServerResponse, timers: Set<NodeJS.Timeout>): void {
  if (path.startsWith('/private.git')) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end()
  } else if (path.startsWith('/redirecting.git')) {
    response.writeHead(302, { location: 'file:///etc/passwd' }).end()
  } else if (path.startsWith('/looping.git')) {
    response.writeHead(302, { location: `/looping.git${path}` }).end()
  } else if (path.startsWith('/failing.git')) {
    response.writeHead(500).end('\u001b[2J'.repeat(10_000))
  } else if (path.startsWith('/dripping.git') || path.startsWith('/endless.git')) {
    response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' })
    response.write(advertisement)
    repeat(path.startsWith('/endless.git') ? 1 : 100, response, timers)
  }
}

/** Writes a ref again and again, or one character. */
function repeat(milliseconds: number, response: ServerResponse, timers: Set<NodeJS.Timeout>): void {
  let number = 0
  const timer = setInterval(() => {
    const text =
      milliseconds > 1
        ? '0'
        : Array.from({ length: 500 }, () => line(`${'a'.repeat(40)} refs/heads/b${(number += 1)}\n`)).join('')
    if (!response.writableNeedDrain) response.write(text)
  }, milliseconds)
  timers.add(timer)
  response.on('close', () => clearInterval(timer))
}

function line(text: string): string {
  return `${(text.length + 4).toString(16).padStart(4, '0')}${text}`
}
