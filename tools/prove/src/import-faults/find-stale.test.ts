import { startForge, type Forge } from '@groundplan/forge'
import type { ImportReport } from '@groundplan/importer'
import { isolateGit } from '@groundplan/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { blueprints } from './blueprint-repository.ts'
import { createState } from './create-importer.ts'
import { findStale } from './find-stale.ts'

isolateGit()
let forge: Forge
beforeAll(async () => {
  forge = await startForge()
})
afterAll(() => forge.close())

const owner = 'ACME'

const printBlueprint = (path: string, commit: string) =>
  `spec_version: 2\ngrains:\n  module:\n    kind: terraform\n    spec:\n      source:\n        store: queue\n        path: '${path}'\n        commit: '${commit}'\n`

it('sees blueprints and pull requests that belong to nothing, unless the report says so', async () => {
  const { people, hosts } = forge
  await people.createRepository({ owner, name: blueprints, files: { 'README.md': '#\n' } })
  await people.createRepository({ owner, name: 'queue', files: { 'main.tf': '' } })
  const commit = people.findBranch(owner, 'queue', 'main') ?? ''
  const publish = (files: Readonly<Record<string, string | null>>, branch = 'main') =>
    people.commit(owner, blueprints, { branch, files })
  const state = createState('')
  const repository = { host: 'forge', id: '1', store: 'queue', owner, name: 'queue', address: 'a' }
  await state.registry.save([{ ...repository, formerStores: [], formerNames: [`${owner}/mq`] }])
  const find = (given: Partial<ImportReport> = {}, names?: readonly string[]) => {
    const report = { dryRun: false, repositories: [], modules: [], seconds: 1, ...given }
    return findStale({ people, faulty: owner, calm: owner }, { state, report, names })
  }
  const reasons = async (...given: Parameters<typeof find>) =>
    (await find(...given)).map((each) => each.replace(/^.* told: | \(.*$/g, ''))

  await publish({ 'blueprints/queue.yaml': printBlueprint('.', commit) })
  expect(await find()).toEqual([])
  expect(await find({}, ['mq'])).toEqual([])
  expect(await reasons({}, ['other'])).toEqual(['its repository is not selected'])

  await publish({ 'blueprints/queue.yaml': printBlueprint('.', '1'.repeat(40)) })
  expect(await reasons()).toEqual(['its commit 11111111 is not there any more'])

  await publish({ 'blueprints/queue.yaml': printBlueprint('gone', commit) })
  expect(await reasons()).toEqual(['its module is gone'])
  const reason = 'Its repository is empty.'
  expect(await find({ repositories: [{ status: 'skipped', name: 'queue', address: '', reason }] })).toEqual(
    [],
  )
  const problem = { kind: 'close', reason: '', since: '', links: ['https://127.0.0.1/pull/12'] } as const
  expect(await reasons({ problems: [{ ...problem, message: 'Pull requests remain.' }] })).toHaveLength(1)

  await publish({ 'blueprints/other.yaml': printBlueprint('gone', commit) })
  expect(await reasons()).toContain('queue/gone has the blueprints other and queue')

  const branch = 'groundplan/queue'
  await publish({ 'blueprints/queue.yaml': null, 'blueprints/other.yaml': null }, branch)
  const request = { branch, title: 'Retire', by: hosts.github.login }
  await people.openPullRequest(owner, blueprints, { ...request, body: '(groundplan:proposal queue)' })
  expect(await reasons()).toEqual(['queue/gone has the blueprints other and queue'])

  await publish({ 'blueprints/queue.yaml': null, 'blueprints/other.yaml': null })
  expect(await reasons()).toEqual([`the pull request of ${branch} belongs to nothing`])
})

it('sees a blueprint whose module has moved, unless an open pull request brings it to where the module is', async () => {
  const { people, hosts } = forge
  const own = 'MOVED'
  await people.createRepository({ owner: own, name: blueprints, files: { 'README.md': '#\n' } })
  await people.createRepository({ owner: own, name: 'queue', files: { 'moved/main.tf': '' } })
  const commit = people.findBranch(own, 'queue', 'main') ?? ''
  const publish = (name: string, path: string, branch: string) =>
    people.commit(own, blueprints, {
      branch,
      files: { [`blueprints/${name}.yaml`]: printBlueprint(path, commit) },
    })
  const state = createState('')
  const repository = { host: 'forge', id: '2', store: 'queue', owner: own, name: 'queue', address: 'a' }
  await state.registry.save([{ ...repository, formerStores: [], formerNames: [] }])
  const report = { dryRun: false, repositories: [], modules: [], seconds: 1 }
  const find = () => findStale({ people, faulty: own, calm: own }, { state, report, names: undefined })
  const stale = ['queue on main is stale and nobody is told: its module is gone (queue/old)']

  await publish('queue', 'old', 'main')
  expect(await find()).toEqual(stale)

  // Of what a branch happens to have, its pull request says nothing.
  const [first, second] = ['groundplan/other', 'groundplan/queue']
  await publish('queue', 'moved', first)
  const request = { title: 'Update', by: hosts.github.login }
  const open = (branch: string, name: string) =>
    people.openPullRequest(own, blueprints, { ...request, branch, body: `(groundplan:proposal ${name})` })
  await open(first, 'other')
  expect(await find()).toEqual(stale)

  await publish('queue', 'elsewhere', second)
  await open(second, 'queue')
  expect(await find()).toContain(stale[0])

  await publish('queue', 'moved', second)
  expect(await find()).toEqual([])
})
