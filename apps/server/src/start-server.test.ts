import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import type { ImportView } from '@groundplan/api-client'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ServerConfig } from './config.ts'
import { startServer, type RunningServer } from './start-server.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const running: RunningServer[] = []
let template: string

/** A home folder with a database, which takes longer to make than to copy. */
async function newHome(): Promise<string> {
  const home = join(await temporaryDirectory(), 'home')
  await cp(template, home, { recursive: true })
  return home
}

async function start(home: string, facts: Partial<ServerConfig> = {}): Promise<RunningServer> {
  const server = await startServer({
    home,
    databaseUrl: undefined,
    host: 'localhost',
    port: 0,
    allowedHosts: [],
    ...facts,
  })
  running.push(server)
  return server
}

beforeAll(async () => {
  template = join(await temporaryDirectory(), 'template')
  await (await start(template)).close()
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})

/** Follows a run to its end. */
function follow(url: string, number: number, onRun: (run: ImportView) => void = () => {}): Promise<void> {
  return new Promise((resolve, reject) => {
    createNodeApiClient(url).imports.watch.subscribe(
      { number },
      { onData: onRun, onComplete: resolve, onError: reject },
    )
  })
}

async function listen(server: Server): Promise<AddressInfo> {
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return server.address() as AddressInfo
}

describe('a server', () => {
  it('serves a whole import to a real client, every step of it, and closes with nothing left', async () => {
    const estate = await GitRepository.create(join(await temporaryDirectory(), 'estate'))
    await estate.commit({ 'a/main.tf': 'resource "x" "y" {}\n', 'b/main.tf': 'resource "x" "y" {}\n' })
    const home = await newHome()
    const server = await start(home)
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
    const client = createNodeApiClient(server.url)
    const { number } = await client.imports.start.mutate({ repositories: [{ address: estate.directory }] })
    const seen: ImportView[] = []
    await follow(server.url, number, (run) => seen.push(run))
    expect(seen.at(-1)?.state).toMatchObject({ status: 'finished', report: { modules: [{}, {}] } })
    const [first, second] = await Promise.all([
      client.proposals.approve.mutate({ number: 1 }),
      client.proposals.approve.mutate({ number: 2 }),
    ])
    expect([first.status, second.status]).toEqual(['approved', 'approved'])
    expect((await client.catalog.list.query()).items.map(({ name }) => name)).toEqual(['a', 'b'])
    await server.close()
    await expect(fetch(server.url)).rejects.toThrow()
    expect(await readdir(home)).not.toContain('server.json')
    const again = await start(home)
    expect((await createNodeApiClient(again.url).catalog.list.query()).items).toHaveLength(2)
  })

  it('tells a client once that a run does not exist, who then does not ask for ever', async () => {
    const server = await start(await newHome())
    const following = follow(server.url, 77)
    await expect(following).rejects.toMatchObject({
      message: 'Import 77 not found.',
      data: { code: 'NOT_FOUND', errorCode: 'not-found', hint: expect.any(String) },
    })
  })

  it('gives clients code and hint of an error', async () => {
    const { url } = await start(await newHome())
    await expect(createNodeApiClient(`${url}/`).proposals.get.query({ number: 5 })).rejects.toMatchObject({
      message: 'Proposal 5 not found.',
      data: { code: 'NOT_FOUND', errorCode: 'not-found', hint: expect.stringContaining('proposal list') },
    })
  })

  it('stops in the middle of an import and continues with it when it is back', async () => {
    const home = await newHome()
    const silent = createServer(() => {
      // Never answers, so that the import is certainly in the middle of it.
    })
    const { port } = await listen(silent)
    try {
      const server = await start(home)
      const client = createNodeApiClient(server.url)
      const asked = new Promise((resolve) => silent.once('request', resolve))
      const repositories = [{ address: `http://localhost:${port}/infra.git` }]
      await client.imports.start.mutate({ repositories })
      await asked
      await server.close()
      const again = await start(home)
      await new Promise((resolve) => silent.once('request', resolve))
      const { items } = await createNodeApiClient(again.url).imports.list.query()
      expect(items.map(({ status }) => status)).toEqual(['running'])
      await again.close()
      await vi.waitFor(async () => {
        const left = await readdir(join(home, 'clones'))
        expect(left.filter((name) => name !== '.claims')).toEqual([])
      }, 10_000)
    } finally {
      silent.closeAllConnections()
      silent.close()
    }
  })

  it('answers at the address that it tells, wherever it listens', async () => {
    const other = process.platform === 'linux' ? ['127.0.0.2'] : []
    const remote = { host: '0.0.0.0', remoteAccess: true, accessToken: 't'.repeat(32) }
    for (const options of [{ host: '127.0.0.1' }, remote, ...other.map((host) => ({ host }))]) {
      const server = await start(await newHome(), options)
      expect((await fetch(`${server.url}/health`)).status).toBe(200)
      await server.close()
    }
  })
})

describe('a server does not start', () => {
  it('where another one works, and tells where that is', async () => {
    const home = await newHome()
    const { url } = await start(home)
    await expect(start(home)).rejects.toMatchObject({
      name: 'ConflictError',
      message: `Groundplan is already running at ${url} (process ${process.pid}) for ${home}.`,
      hint: expect.stringContaining('GROUNDPLAN_HOME'),
    })
    expect((await fetch(`${url}/health`)).status).toBe(200)
  })

  it('on a port that is in use, and leaves the folder free', async () => {
    const home = await newHome()
    const other = createServer()
    const { port } = await listen(other)
    await expect(start(home, { port })).rejects.toMatchObject({
      name: 'InputError',
      message: `The address localhost:${port} is already in use.`,
      hint: expect.stringContaining('--port'),
    })
    await new Promise((resolve) => other.close(resolve))
    expect((await fetch(`${(await start(home, { port })).url}/health`)).status).toBe(200)
  })

  it('at an address that this machine does not have', async () => {
    const remote = { host: '192.0.2.1', remoteAccess: true, accessToken: 't'.repeat(32) }
    await expect(start(await newHome(), remote)).rejects.toThrow('192.0.2.1:0 does not exist on this machine')
  })

  it('where it cannot write', async () => {
    const file = join(await temporaryDirectory(), 'file')
    await writeFile(file, '')
    await expect(start(join(file, 'home'))).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('cannot be used'),
      hint: expect.stringContaining('GROUNDPLAN_HOME'),
    })
  })

  it.each(['database', 'blueprint-repository.git'])(
    'with a damaged %s, which stays as it is, and the folder stays free',
    async (part) => {
      const home = await newHome()
      const file = join(home, part, part === 'database' ? 'PG_VERSION' : 'HEAD')
      await rm(file)
      await expect(start(home)).rejects.toMatchObject({ hint: expect.stringContaining('move it aside') })
      expect(await readdir(home)).not.toContain('server.json')
    },
  )
})

describe('the claim of a server that was killed', () => {
  it.each(['{"pid":4194303,"url":"http://localhost:1"}', '', 'garbage'])(
    'does not count: %j',
    async (claim) => {
      const home = await newHome()
      await writeFile(join(home, 'server.json'), claim)
      const { url } = await start(home)
      expect(JSON.parse(await readFile(join(home, 'server.json'), 'utf8'))).toMatchObject({
        pid: process.pid,
        url,
      })
    },
  )
})

describe('the home folder', () => {
  it('that a repository brings is refused, whatever it holds', async () => {
    const theirs = await GitRepository.create(await temporaryDirectory())
    await cp(template, join(theirs.directory, 'home'), { recursive: true })
    await theirs.git('add', '--all', '--force')
    await theirs.commit({})
    const mine = await GitRepository.clone(theirs.directory, join(await temporaryDirectory(), 'clone'))
    const userDataFolder = await temporaryDirectory()
    await expect(start(join(mine.directory, 'home'), { userDataFolder })).rejects.toThrow(
      `is inside the git repository ${mine.directory}`,
    )
  })

  it('may lie in a repository of the user, which nothing touches', async () => {
    const mine = await GitRepository.create(await temporaryDirectory())
    const commit = await mine.commit({ 'main.tf': 'resource "x" "y" {}\n' })
    await mkdir(join(mine.directory, '.groundplan'))
    const home = join(mine.directory, '.groundplan/home')
    const userDataFolder = await temporaryDirectory()
    const { url } = await start(home, { userDataFolder })
    const client = createNodeApiClient(url)
    const address = `file://${mine.directory}`
    const { number } = await client.imports.start.mutate({ repositories: [{ address }] })
    await follow(url, number)
    await client.proposals.approve.mutate({ number: 1 })
    expect(await mine.git('for-each-ref', '--format=%(refname) %(objectname)')).toBe(
      `refs/heads/main ${commit}`,
    )
  })
})
