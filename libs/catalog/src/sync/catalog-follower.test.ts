import { ConflictError } from '@groundplan/errors'
import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import type { ReviewRepository } from '@groundplan/scm'
import { patience } from '@groundplan/testing'
import { afterEach, expect, it, vi } from 'vitest'
import { InMemoryCatalogStore } from '../in-memory-catalog-store.ts'
import { CatalogFollower } from './catalog-follower.ts'

const followers: CatalogFollower[] = []
afterEach(async () => {
  for (const follower of followers.splice(0)) await follower.close()
})

const text = (description: string) => `spec_version: 2\ndescription: ${description}\ngrains: {}\n`

/** A repository whose files the test changes, and which answers when the test says so. */
function create() {
  const state = {
    ...{ files: new Map<string, string>(), commit: 'c0', looks: 0, read: [] as string[] },
    history: new Map<string, ReadonlyMap<string, string>>([['c0', new Map()]]),
  }
  let gate: Promise<unknown> = Promise.resolve()
  const repository = {
    readHead: async () => {
      state.looks += 1
      const head = { branch: 'main', commit: state.commit }
      await gate
      return head
    },
    listEntries: async () =>
      [...state.files].map(([name, blobId]) => ({ kind: 'file', path: `blueprints/${name}.yaml`, blobId })),
    readTexts: async (blobIds: readonly string[]) => {
      state.read.push(...blobIds)
      return new Map(blobIds.map((id) => [id, text(id)]))
    },
    findMerges: async () => new Map(),
    listMerged: async () => new Map(),
    readEntries: async () => [],
    listChanges: async ({ from }: { readonly from: string }) => {
      const before = state.history.get(from) ?? new Map<string, string>()
      return [...new Set([...before.keys(), ...state.files.keys()])].flatMap((name) => {
        const blobId = state.files.get(name)
        const path = `blueprints/${name}.yaml`
        if (blobId === before.get(name)) return []
        return [{ path, entry: blobId === undefined ? undefined : { kind: 'file', path, blobId } }]
      })
    },
    findBase: async (commit: string) => commit,
  } as unknown as ReviewRepository
  const catalog = new InMemoryCatalogStore()
  const proposals = new InMemoryProposalStore()
  const dependencies = { repository, catalog, proposals, now: () => new Date(0) }
  const onError = vi.fn<(error: unknown) => void>()
  const follower = new CatalogFollower(dependencies, { onError })
  followers.push(follower)
  const publish = (name: string, blobId: string | undefined) => {
    if (blobId === undefined) state.files.delete(name)
    else state.files.set(name, blobId)
    state.commit = `${state.commit}+${name}:${blobId}`
    state.history.set(state.commit, new Map(state.files))
  }
  const close = () => {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    gate = promise
    return () => resolve(undefined)
  }
  return { state, catalog, proposals, follower, publish, close, onError }
}

it('reads only the files that have changed', async () => {
  const { state, follower, publish, catalog } = create()
  for (const name of ['a', 'b', 'c']) publish(name, `${name}1`)
  await follower.follow()
  publish('b', 'b2')
  await follower.follow()
  expect(state.read).toEqual(['a1', 'b1', 'c1', 'b2'])
  expect((await catalog.findEntry('b'))?.description).toBe('b2')
  publish('a', undefined)
  await follower.follow()
  expect(state.read).toHaveLength(4)
  expect((await catalog.findEntry('a'))?.retired).toBe(true)
})

it('shares one look among all who ask while another one runs', async () => {
  const { state, follower, publish, close, catalog } = create()
  const open = close()
  const first = follower.follow()
  publish('a', 'a1')
  const others = Array.from({ length: 100 }, () => follower.follow())
  open()
  await Promise.all([first, ...others])
  // Two for the first, and two for all others.
  expect(state.looks).toBeLessThanOrEqual(4)
  expect((await catalog.findEntry('a'))?.description).toBe('a1')
})

it('follows in the background what others have merged', async () => {
  const { follower, publish, catalog } = create()
  await follower.start(5)
  expect(await catalog.findSyncedCommit()).toBe('c0')
  publish('a', 'a1')
  await vi.waitFor(async () => expect(await catalog.findEntry('a')).toBeDefined(), patience)
  publish('b', 'b1')
  await vi.waitFor(async () => expect(await catalog.findEntry('b')).toBeDefined(), patience)
})

it('never looks twice at a time, and has ended when it is closed', async () => {
  const { state, follower, publish, close, catalog } = create()
  await follower.follow()
  const before = state.looks
  publish('a', 'a1')
  const open = close()
  void follower.start(1)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(state.looks).toBe(before + 1)
  const closed = follower.close()
  open()
  await closed
  expect(await catalog.findEntry('a')).toBeDefined()
  const { looks } = state
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(state.looks).toBe(looks)
})

it('tells a failure in the background once, and again after it has gone well', async () => {
  const { state, follower, onError } = create()
  await follower.follow()
  const fail = () => {
    Object.defineProperty(state, 'commit', {
      configurable: true,
      get: () => {
        throw new Error('damaged')
      },
    })
  }
  fail()
  void follower.start(1)
  await vi.waitFor(() => expect(onError).toHaveBeenCalled(), patience)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(onError).toHaveBeenCalledTimes(1)
  Object.defineProperty(state, 'commit', { configurable: true, value: 'c0' })
  const { looks } = state
  await vi.waitFor(() => expect(state.looks).toBeGreaterThan(looks + 1), patience)
  fail()
  await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(2), patience)
})

it('keeps a change although another server has work on the catalog for long', async () => {
  const { follower, proposals } = create()
  proposals.leases.hold = () =>
    Promise.reject(new ConflictError('The catalog sync is busy.', { details: { busy: true } }))
  expect(await follower.change(async () => 'done')).toBe('done')
  await expect(follower.follow()).rejects.toThrow('busy')
})

it('goes on after a look that failed', async () => {
  const { state, follower, publish } = create()
  const { files } = state
  Object.defineProperty(state, 'files', {
    configurable: true,
    get: () => {
      throw new Error('damaged')
    },
  })
  state.commit = 'c1'
  const failed = [follower.follow(), follower.follow()]
  const results = await Promise.allSettled(failed)
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  Object.defineProperty(state, 'files', { value: files })
  publish('a', 'a1')
  expect(await follower.follow()).toBe(true)
})
