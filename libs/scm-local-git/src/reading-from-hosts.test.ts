// Over 300 lines: one suite, whose tests share a git server that counts requests.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, readdir, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ExternalServiceError } from '@groundplan/errors'
import type { OpenRepositoryOptions } from '@groundplan/scm'
import {
  GitHttpServer,
  GitRepository,
  isolateGit,
  runGit,
  useTemporaryDirectories,
} from '@groundplan/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LocalGitRepositoryReader } from './local-git-repository-reader.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

let server: GitHttpServer
let origin: string
let person: GitRepository
let cacheDirectory: string
let reader: LocalGitRepositoryReader
let first: string
let head: string
beforeEach(async () => {
  server = await GitHttpServer.start(await temporaryDirectory())
  ;({ origin, person } = await createOrigin('team/infra.git'))
  first = await person.git('rev-parse', 'HEAD')
  head = await pushAsPerson({ 'a/main.tf': 'a2', 'b/main.tf': 'b' })
  cacheDirectory = join(await temporaryDirectory(), 'clones')
  reader = new LocalGitRepositoryReader({ cacheDirectory })
})
afterEach(() => server.close())

async function createOrigin(path: string) {
  const bare = await server.createRepository(path)
  const clone = await GitRepository.clone(bare, join(await temporaryDirectory(), 'person'))
  await clone.commit({ 'a/main.tf': 'a1', 'README.md': path })
  await clone.git('push', '--quiet', 'origin', 'HEAD:main')
  return { origin: bare, person: clone }
}
async function pushAsPerson(files: Readonly<Record<string, string>>) {
  const commit = await person.commit(files)
  await person.git('push', '--quiet', 'origin', 'HEAD:main')
  return commit
}
const open = (options: OpenRepositoryOptions & { ref?: string; from?: LocalGitRepositoryReader } = {}) => {
  const { ref, from = reader, ...rest } = options
  return from.open(
    { address: `${server.url}/team/infra.git`, ref },
    { credentials: server.credentials, ...rest },
  )
}
async function readAll(snapshot: Awaited<ReturnType<typeof open>>) {
  const entries = await snapshot.listEntries()
  const blobs = await snapshot.readBlobs(entries.map(({ blobId }) => blobId))
  return entries.map(({ path, blobId }) => [path, Buffer.from(blobs.get(blobId) ?? []).toString()])
}
async function operationsOf<Result>(work: Promise<Result>) {
  const before = server.operations
  const result = await work
  return { result, operations: server.operations - before }
}
const clones = async () => (await readdir(cacheDirectory)).filter((name) => !name.startsWith('.'))
const clone = async () => join(cacheDirectory, (await clones())[0] ?? '')
const countBlobs = async () => {
  const all = ['cat-file', '--batch-all-objects', '--batch-check=%(objecttype)']
  return (await runGit(await clone(), all)).split('\n').filter((type) => type === 'blob').length
}
const everything = [
  ['README.md', 'team/infra.git'],
  ['a/main.tf', 'a2'],
  ['b/main.tf', 'b'],
]

describe('a clone', () => {
  it('is one git operation and has all history, but no blob', async () => {
    const { result, operations } = await operationsOf(open())
    expect(operations).toBe(1)
    expect(result).toMatchObject({ name: 'infra', ref: 'main', commit: head })
    expect(await countBlobs()).toBe(0)
    const before = server.operations
    expect((await result.listEntries()).map(({ path }) => path)).toEqual([
      'README.md',
      'a/main.tf',
      'b/main.tf',
    ])
    expect(await result.lastChanges([{ include: ['README.md'], exclude: [] }])).toEqual([first])
    expect(await result.hasCommit(first)).toBe(true)
    expect(server.operations).toBe(before)
  })

  it('has branches and tags, and none of the other refs that hosts have', async () => {
    await runGit(origin, ['update-ref', 'refs/pull/1/head', first])
    await runGit(origin, ['tag', 'modules/a/v1.0.0', first])
    expect(await open({ ref: 'modules/a/v1.0.0' })).toMatchObject({ commit: first })
    const refs = await runGit(await clone(), ['for-each-ref', '--format=%(refname)'])
    expect(refs.split('\n')).toEqual(['refs/heads/main', 'refs/tags/modules/a/v1.0.0'])
  })

  it('gets all blobs of a call in one git operation, once', async () => {
    const snapshot = await open()
    expect(await operationsOf(readAll(snapshot))).toEqual({ result: everything, operations: 1 })
    expect(await operationsOf(readAll(snapshot))).toEqual({ result: everything, operations: 0 })
    expect(await countBlobs()).toBe(3)
    head = await pushAsPerson({ 'b/main.tf': 'b2' })
    expect((await operationsOf(open().then(readAll))).operations).toBe(2)
  })

  it('is full where the host cannot leave blobs out, and asks for nothing more', async () => {
    await runGit(origin, ['config', 'uploadpack.allowFilter', 'false'])
    const { result: snapshot, operations } = await operationsOf(open())
    expect(operations).toBe(1)
    expect(await operationsOf(readAll(snapshot))).toEqual({ result: everything, operations: 0 })
    head = await pushAsPerson({ c: 'c' })
    expect(await operationsOf(open().then(readAll))).toMatchObject({ operations: 1 })
  })

  it('becomes a full one where the host gives no single blobs', async () => {
    server.hasSecondProtocol = false
    const snapshot = await open()
    expect(await countBlobs()).toBe(0)
    expect(await readAll(snapshot)).toEqual(everything)
    expect((await operationsOf(readAll(snapshot))).operations).toBe(0)
    head = await pushAsPerson({ 'b/main.tf': 'b2' })
    expect(await readAll(await open())).toContainEqual(['b/main.tf', 'b2'])
  })
})

describe('a repository that is opened again', () => {
  it('is one git operation, and none if its commit is known', async () => {
    await open()
    expect((await operationsOf(open())).operations).toBe(1)
    expect((await operationsOf(open({ commit: head }))).operations).toBe(0)
    expect((await operationsOf(open({ ref: first }))).operations).toBe(0)
    expect(await open({ commit: head })).toMatchObject({ ref: 'main', commit: head })
    expect(await open({ ref: 'main', commit: first })).toMatchObject({ ref: 'main', commit: first })
  })

  it('is brought up to date if the known commit was not fetched', async () => {
    await open()
    const commit = await pushAsPerson({ c: 'c' })
    const { result, operations } = await operationsOf(open({ commit }))
    expect(operations).toBe(1)
    expect(result.commit).toBe(commit)
  })

  it('takes one more operation to see that its default branch is another', async () => {
    await open()
    await runGit(origin, ['branch', '-m', 'main', 'trunk'])
    const { result, operations } = await operationsOf(open())
    expect(operations).toBe(2)
    expect(result).toMatchObject({ ref: 'trunk', commit: head })
    expect((await operationsOf(open())).operations).toBe(1)
  })

  it('has few packs, however often it was read', async () => {
    const names = Array.from({ length: 55 }, (_, index) => `f${index}`)
    head = await pushAsPerson(Object.fromEntries(names.map((name) => [name, name])))
    const snapshot = await open()
    for (const { blobId } of await snapshot.listEntries()) await snapshot.readBlobs([blobId])
    const packs = async () =>
      (await readdir(join(await clone(), 'objects/pack'))).filter((name) => name.endsWith('.pack')).length
    expect(await packs()).toBeGreaterThan(55)
    const reopened = await open()
    expect(await packs()).toBeLessThan(5)
    expect((await operationsOf(readAll(reopened))).operations).toBe(0)
  })
})

describe('failures', () => {
  it('of a moment are tried again', async () => {
    let failures = 0
    server.fault = () => ((failures += 1) === 1 ? 503 : undefined)
    const snapshot = await open()
    failures = 0
    server.fault = () => ((failures += 1) === 1 ? 'midway' : undefined)
    expect(await readAll(snapshot)).toEqual(everything)
  })

  it('in the middle of a fetch leave a usable clone', async () => {
    const before = await open()
    const commit = await pushAsPerson({ c: 'c'.repeat(10_000) })
    server.fault = ({ path }) => (path.endsWith('git-upload-pack') ? 'midway' : undefined)
    await expect(open()).rejects.toThrow(ExternalServiceError)
    expect(await open({ commit: head })).toMatchObject({ commit: head })
    await expect(readAll(before)).rejects.toThrow(ExternalServiceError)
    server.fault = undefined
    expect(await readAll(before)).toEqual(everything)
    expect(await open()).toMatchObject({ commit })
    expect(await clones()).toHaveLength(1)
  })

  it('of the disk are found when something is read, and the clone is made anew the next time', async () => {
    const snapshot = await open()
    await readAll(snapshot)
    const packs = join(await clone(), 'objects/pack')
    for (const name of (await readdir(packs)).filter((each) => each.endsWith('.pack'))) {
      await chmod(join(packs, name), 0o644)
      await truncate(join(packs, name), 40)
    }
    // What was read before is not read again.
    await expect(readAll(snapshot.at(snapshot))).rejects.toThrow(/damaged/)
    expect(await readAll(await open({ commit: head }))).toEqual(everything)
  })
})

describe('several processes on one cache', () => {
  it('make one clone', async () => {
    const readers = [reader, ...[1, 2].map(() => new LocalGitRepositoryReader({ cacheDirectory }))]
    const { result, operations } = await operationsOf(
      Promise.all(readers.map((from) => open({ from, commit: head }))),
    )
    expect(result.map(({ commit }) => commit)).toEqual([head, head, head])
    expect(operations).toBe(1)
    expect(await Promise.all(result.map(readAll))).toEqual([everything, everything, everything])
  })

  it('do not wait for one that was killed', async () => {
    server.fault = () => 'silence'
    const child = spawnReader()
    while (server.operations === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGKILL')
    await once(child, 'exit')
    server.fault = undefined
    expect(await readAll(await open())).toEqual(everything)
    expect(await clones()).toHaveLength(1)
  })

  it('do not stumble over locks that a killed git has left', async () => {
    await open()
    const longAgo = new Date(Date.now() - 60_000)
    for (const name of ['packed-refs.lock', 'HEAD.lock', 'refs/heads/main.lock']) {
      await writeFile(join(await clone(), name), '')
      await utimes(join(await clone(), name), longAgo, longAgo)
    }
    head = await pushAsPerson({ c: 'c' })
    expect(await open()).toMatchObject({ commit: head })
  })

  function spawnReader() {
    const module = fileURLToPath(new URL('./local-git-repository-reader.ts', import.meta.url))
    const code = `
      const { LocalGitRepositoryReader } = await import(${JSON.stringify(module)})
      const reader = new LocalGitRepositoryReader({ cacheDirectory: ${JSON.stringify(cacheDirectory)} })
      await reader.open({ address: '${server.url}/team/infra.git' }, { credentials: ${JSON.stringify(server.credentials)} })`
    return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' })
  }
})

describe('the size of the cache', () => {
  const name = (index: number) => `team/r${index}.git`
  const openNumber = (from: LocalGitRepositoryReader, index: number) =>
    from.open({ address: `${server.url}/${name(index)}` }, { credentials: server.credentials })
  const kept = async () => (await clones()).map((each) => each.split('-')[0]).toSorted()

  beforeEach(async () => {
    for (const index of [1, 2, 3]) await createOrigin(name(index))
  })

  it('has a limit, beyond which the clones go that were not used for longest', async () => {
    const one = await openNumber(reader, 1)
    await one.close()
    const size = await measure()
    const bounded = new LocalGitRepositoryReader({ cacheDirectory, maximumBytes: size * 2.5 })
    for (const index of [2, 1, 3]) {
      const snapshot = await openNumber(bounded, index)
      await snapshot.close()
    }
    expect(await kept()).toEqual(['r1', 'r3'])
  })

  it('is exceeded rather than that a clone goes that somebody uses', async () => {
    const tiny = new LocalGitRepositoryReader({ cacheDirectory, maximumBytes: 1 })
    const snapshots = [await openNumber(tiny, 1), await openNumber(tiny, 2)]
    expect(await kept()).toEqual(['r1', 'r2'])
    expect(await readAll(snapshots[0]!)).toContainEqual(['README.md', name(1)])
    await snapshots[0]?.close()
    const third = await openNumber(tiny, 3)
    expect(await kept()).toEqual(['r2', 'r3'])
    await third.close()
  })

  it('does not count the uses of processes that are gone', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'exit')
    const tiny = new LocalGitRepositoryReader({ cacheDirectory, maximumBytes: 1 })
    await (await openNumber(tiny, 1)).close()
    const claims = join(cacheDirectory, '.claims')
    const gone = `${(await clones())[0]}.use-01234567-89ab-cdef-0123-456789abcdef`
    await writeFile(join(claims, gone), JSON.stringify({ pid: child.pid }))
    await openNumber(tiny, 2)
    expect(await kept()).toEqual(['r2'])
  })

  async function measure() {
    const files = await readdir(await clone(), { recursive: true, withFileTypes: true })
    const sizes = files
      .filter((file) => file.isFile())
      .map(async (file) => (await stat(join(file.parentPath, file.name))).size)
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  }
})
