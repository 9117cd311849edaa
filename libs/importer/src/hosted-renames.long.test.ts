import { takeTurns } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { createOwnersImporter, hostKinds } from './hosted-identity.fixture.ts'
import {
  change,
  edit,
  file,
  forge,
  moduleText,
  openPullRequests,
  outcomes,
  owner,
  source,
} from './hosted-import.fixture.ts'

const filesOf = async (ref: string) =>
  Object.keys(await forge.people.readFiles(owner, 'blueprints', ref))
    .filter((path) => path !== 'README.md')
    .toSorted()
const mergeOnly = async (options: { readonly squash?: boolean; readonly deleteBranch?: boolean } = {}) => {
  const open = openPullRequests()
  expect(open).toHaveLength(1)
  await forge.people.merge(owner, 'blueprints', open[0]?.number ?? 0, options)
}
/** Renames a blueprint's file, with an edit, and its README if that is wanted. */
const renameFile = async (branch: string, to: string, { readme }: { readonly readme: boolean }) => {
  const text = await file(branch, 'blueprints/vpc.yaml')
  const about = await file(branch, 'blueprints/vpc.md')
  await edit(branch, {
    'blueprints/vpc.yaml': null,
    [`blueprints/${to}.yaml`]: text.replace('name of vpc', 'Name, please'),
    ...(readme ? { 'blueprints/vpc.md': null, [`blueprints/${to}.md`]: about } : {}),
  })
}
/** Hosts that tell what was pushed have unchanged repositories skipped, modules and all. */
const changedOf = (report: Parameters<typeof outcomes>[0]) =>
  Object.values(outcomes(report)).filter((outcome) => outcome !== 'unchanged')
const withInputs = (...inputs: readonly string[]) => change('platform', 'vpc', moduleText('vpc', inputs))

describe.each(takeTurns(hostKinds))('on %s, a blueprint whose file people rename', (kind) => {
  it.each([true, false])(
    'on the branch has the new name from then on, edits included (README renamed: %s)',
    async (readme) => {
      await source('platform', ['vpc'])
      const { run, dependencies } = await createOwnersImporter(kind, { owners: [owner] })
      await run()
      const [first] = openPullRequests()
      await renameFile('groundplan/platform', 'network-vpc', { readme })
      const followed = await run()
      expect(followed.modules).toMatchObject([{ blueprint: 'network-vpc', path: 'vpc' }])
      expect(await filesOf('groundplan/platform')).toEqual([
        'blueprints/network-vpc.md',
        'blueprints/network-vpc.yaml',
      ])
      await withInputs('name', 'size')
      await run()
      const proposed = await file('groundplan/platform', 'blueprints/network-vpc.yaml')
      expect(proposed).toContain('size of vpc')
      expect(proposed).toContain('Name, please')
      expect(openPullRequests().map(({ number }) => number)).toEqual([first?.number])
      await mergeOnly()
      expect(changedOf(await run())).toEqual([])
      expect(await dependencies.proposals.list()).toMatchObject([
        { blueprint: 'network-vpc', state: { status: 'approved' } },
      ])
      await withInputs('name', 'size', 'zone')
      expect((await run()).modules).toMatchObject([{ blueprint: 'network-vpc', outcome: 'updated' }])
      const updated = await file('groundplan/platform', 'blueprints/network-vpc.yaml')
      expect(updated).toContain('zone of vpc')
      expect(updated).toContain('Name, please')
      await mergeOnly()
      expect(await filesOf('main')).toEqual(['blueprints/network-vpc.md', 'blueprints/network-vpc.yaml'])
    },
  )

  it.each([
    ['merge', {}],
    ['squash', { squash: true, deleteBranch: true }],
  ])('on the branch, right before they %s it, is approved under the new name', async (_, options) => {
    await source('platform', ['vpc'])
    const { run, dependencies } = await createOwnersImporter(kind, { owners: [owner] })
    await run()
    await renameFile('groundplan/platform', 'network-vpc', { readme: true })
    await mergeOnly(options)
    await withInputs('name', 'size')
    expect((await run()).modules).toMatchObject([{ blueprint: 'network-vpc', outcome: 'updated' }])
    expect(await dependencies.proposals.list()).toMatchObject([
      { blueprint: 'network-vpc', kind: 'update', state: { status: 'open' } },
      { blueprint: 'network-vpc', state: { status: 'approved' } },
    ])
    const updated = await file('groundplan/platform', 'blueprints/network-vpc.yaml')
    expect(updated).toContain('size of vpc')
    expect(updated).toContain('Name, please')
    await mergeOnly()
    expect(await filesOf('main')).toEqual(['blueprints/network-vpc.md', 'blueprints/network-vpc.yaml'])
  })

  it('on the default branch is updated under the new name, also if an update was open', async () => {
    await source('platform', ['vpc'])
    const { run, dependencies } = await createOwnersImporter(kind, { owners: [owner] })
    await run()
    await mergeOnly()
    await run()
    await withInputs('name', 'size')
    await run()
    const [update] = openPullRequests()
    await renameFile('main', 'network-vpc', { readme: false })
    await run()
    expect(openPullRequests().map(({ number }) => number)).toEqual([update?.number])
    await withInputs('name', 'size', 'zone')
    expect((await run()).modules).toMatchObject([{ blueprint: 'network-vpc', outcome: 'updated' }])
    await mergeOnly()
    expect(await filesOf('main')).toEqual(['blueprints/network-vpc.md', 'blueprints/network-vpc.yaml'])
    const text = await file('main', 'blueprints/network-vpc.yaml')
    expect(text).toContain('zone of vpc')
    expect(text).toContain('Name, please')
    const names = (await dependencies.proposals.list()).map(({ blueprint }) => blueprint)
    expect(new Set(names)).toEqual(new Set(['network-vpc']))
  })

  it('on the default branch is found again without any records', async () => {
    await source('platform', ['vpc'])
    await (await createOwnersImporter(kind, { owners: [owner] })).run()
    await mergeOnly()
    await renameFile('main', 'network-vpc', { readme: true })
    await withInputs('name', 'size')
    const { run } = await createOwnersImporter(kind, { owners: [owner] })
    expect((await run()).modules).toMatchObject([{ blueprint: 'network-vpc' }])
    await mergeOnly()
    expect(await filesOf('main')).toEqual(['blueprints/network-vpc.md', 'blueprints/network-vpc.yaml'])
    expect(await file('main', 'blueprints/network-vpc.yaml')).toContain('Name, please')
  })
})

describe.each(takeTurns(hostKinds))('on %s, a repository whose history was rewritten', (kind) => {
  it('has its blueprints pinned anew, and is told of', async () => {
    await source('platform', ['vpc'])
    await source('data', ['lake'])
    const { run } = await createOwnersImporter(kind, { owners: [owner] })
    await run()
    const open = openPullRequests().find(({ branch }) => branch === 'groundplan/data')
    const merged = openPullRequests().find(({ branch }) => branch === 'groundplan/platform')
    await forge.people.merge(owner, 'blueprints', merged?.number ?? 0)
    await run()
    const before = /commit: "?([0-9a-f]{40})/.exec(await file('main', 'blueprints/vpc.yaml'))?.[1] ?? ''
    const commits = {
      vpc: await forge.people.rewriteHistory(owner, 'platform'),
      lake: await forge.people.rewriteHistory(owner, 'data'),
    }
    const { modules } = await run()
    const gone = "is no longer in the repository's history."
    expect(modules.map(({ blueprint, outcome, reason }) => [blueprint, outcome, reason]).toSorted()).toEqual([
      ['lake', 'updated', expect.stringContaining(gone)],
      ['vpc', 'updated', `The commit ${before.slice(0, 12)} ${gone}`],
    ])
    const pullRequests = openPullRequests()
    expect(pullRequests.map(({ branch }) => branch)).toEqual(['groundplan/data', 'groundplan/platform'])
    expect(pullRequests[0]?.number).toBe(open?.number)
    for (const { body } of pullRequests) expect(body).toMatch(/is no longer in the repository.s history/)
    expect(await file('groundplan/platform', 'blueprints/vpc.yaml')).toContain(commits.vpc)
    expect(await file('groundplan/data', 'blueprints/lake.yaml')).toContain(commits.lake)
    expect(changedOf(await run())).toEqual([])
  })
})
