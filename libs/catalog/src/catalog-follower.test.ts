import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import type { ReviewRepository } from '@groundplan/scm'
import { expect, it } from 'vitest'
import { CatalogFollower } from './catalog-follower.ts'
import { InMemoryCatalogStore } from './in-memory-catalog-store.ts'

const text = (description: string) => `spec_version: 2\ndescription: ${description}\ngrains: {}\n`

/** A repository whose files the test changes, and which answers when the test says so. */
function create(patience?: number) {
  const state = { files: new Map<string, string>(), commit: 'c0', looks: 0, read: [] as string[] }
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
    findBase: async (commit: string) => commit,
  } as unknown as ReviewRepository
  const catalog = new InMemoryCatalogStore()
  const dependencies = { repository, catalog, proposals: new InMemoryProposalStore(), now: () => new Date(0) }
  const follower = new CatalogFollower(dependencies, patience === undefined ? {} : { patience })
  const publish = (name: string, blobId: string) => {
    state.files.set(name, blobId)
    state.commit = `${state.commit}+${name}:${blobId}`
  }
  const close = () => {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    gate = promise
    return () => resolve(undefined)
  }
  return { state, catalog, follower, publish, close }
}

it('reads only the files that have changed', async () => {
  const { state, follower, publish, catalog } = create()
  for (const name of ['a', 'b', 'c']) publish(name, `${name}1`)
  await follower.follow()
  publish('b', 'b2')
  await follower.follow()
  expect(state.read).toEqual(['a1', 'b1', 'c1', 'b2'])
  expect((await catalog.findEntry('b'))?.description).toBe('b2')
  state.files.delete('a')
  publish('c', 'c1')
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
  expect(state.looks).toBe(2)
  expect((await catalog.findEntry('a'))?.description).toBe('a1')
})

it('gives readers what is there while changes of this server are taken up', async () => {
  const { follower, publish, close } = create(60_000)
  await follower.follow()
  const open = close()
  publish('a', 'a1')
  const changes = [follower.follow(), follower.follow()]
  await follower.look()
  open()
  await Promise.all(changes)
})

it('lets readers wait for what others have merged, but not for long', async () => {
  const { follower, publish, close, catalog } = create(30)
  await follower.look()
  publish('a', 'a1')
  await follower.look()
  expect(await catalog.findEntry('a')).toBeDefined()
  publish('b', 'b1')
  const open = close()
  await follower.look()
  expect(await catalog.findEntry('b')).toBeUndefined()
  open()
  await follower.follow()
  expect(await catalog.findEntry('b')).toBeDefined()
})

it('lets the first readers of all wait until there is something', async () => {
  const { follower, publish, close, catalog } = create(1)
  publish('a', 'a1')
  const open = close()
  const looking = follower.look()
  setTimeout(open, 20)
  await looking
  expect(await catalog.findEntry('a')).toBeDefined()
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
