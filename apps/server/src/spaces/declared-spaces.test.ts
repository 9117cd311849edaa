import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { GitRepository, isolateGit, patience, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startServer, type RunningServer } from '../start-server.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

let server: RunningServer
let clone: GitRepository
beforeAll(async () => {
  const home = join(await temporaryDirectory(), 'home')
  server = await startServer({
    ...{ home, databaseUrl: undefined, host: 'localhost', port: 0, allowedHosts: [] },
  })
  clone = await GitRepository.clone(
    join(home, 'blueprint-repository.git'),
    join(await temporaryDirectory(), 'clone'),
  )
})
afterAll(() => server?.close())

const push = async (files: Readonly<Record<string, string | null>>) => {
  await clone.commit(files)
  await clone.git('push', '--quiet', 'origin', 'HEAD:main')
}

it('spaces follow the files of the blueprint repository, and are not changed by hand', async () => {
  const { spaces } = createNodeApiClient(server.url)
  const inCards = createNodeApiClient(server.url, { space: 'cards' })
  const member = { kind: 'group', name: 'cards-team', role: 'developer' } as const
  const text = 'version: 1\ntitle: Cards\nmembers:\n  - { kind: group, name: cards-team, role: developer }\n'
  const files = [{ path: 'spaces/cards.yaml', text }]
  expect((await spaces.plan.mutate({ files })).actions.map(({ kind }) => kind)).toEqual([
    'create-space',
    'add-member',
  ])
  expect((await spaces.list.query()).items).toEqual([])
  await push({ 'spaces/cards.yaml': text })
  await vi.waitFor(async () => expect((await spaces.mine.query()).items).toHaveLength(2), patience)
  await vi.waitFor(async () => {
    expect((await inCards.members.list.query({})).items).toMatchObject([{ ...member, everywhere: false }])
  }, patience)
  expect((await spaces.plan.mutate({})).actions).toEqual([])

  const declared = 'declared in spaces/cards.yaml'
  await expect(inCards.members.remove.mutate(member)).rejects.toThrow(declared)
  await expect(inCards.members.add.mutate({ ...member, role: 'viewer' })).rejects.toThrow(declared)
  await expect(spaces.put.mutate({ name: 'cards', title: 'Mine' })).rejects.toThrow(declared)
  await expect(spaces.archive.mutate({ name: 'cards' })).rejects.toThrow(declared)
  // The file says nothing of credentials.
  const roleArn = 'arn:aws:iam::123456789012:role/groundplan'
  await inCards.credentials.set.mutate({ kind: 'assumed-role', name: 'production', roleArn })

  await push({ 'spaces/cards.yaml': `${text}credentials: []\nblueprints: [{ name: nothing }]\n` })
  await vi.waitFor(async () => {
    const { problems } = await spaces.plan.mutate({})
    expect(problems).toMatchObject([{ file: 'spaces/cards.yaml', line: 6, rule: 'unknown-blueprint' }])
  }, patience)
  expect((await inCards.credentials.list.query()).items).toHaveLength(1)

  await push({ 'spaces/cards.yaml': `${text}credentials: []\n` })
  await vi.waitFor(async () => {
    expect((await inCards.credentials.list.query()).items).toEqual([])
    const set = inCards.credentials.set.mutate({ kind: 'assumed-role', name: 'production', roleArn })
    await expect(set).rejects.toThrow(declared)
  }, patience)

  await push({ 'spaces/cards.yaml': null })
  await vi.waitFor(async () => {
    expect((await spaces.list.query()).items).toMatchObject([
      { name: 'cards', declaration: { isRemoved: true } },
    ])
  }, patience)
  await inCards.members.remove.mutate(member)
  const { items } = await createNodeApiClient(server.url).audit.list.query({ account: true, action: 'space' })
  expect(items.map(({ action, actor, after }) => [action, actor, after])).toEqual([
    ['space.changed', 'Groundplan', { declaredIn: null }],
    ['space.changed', 'Groundplan', { declaredIn: 'spaces/cards.yaml', lists: 'members credentials' }],
    ['space.changed', 'Groundplan', { declaredIn: 'spaces/cards.yaml', lists: 'members' }],
    ['space.created', 'Groundplan', { title: 'Cards', description: '' }],
  ])
})
