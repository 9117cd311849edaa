import { takeTurns } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { createOwnersImporter, hostKinds } from './hosted-identity.fixture.ts'
import { edit, file, forge, moduleText, openPullRequests, outcomes, owner } from './hosted-import.fixture.ts'

const createSource = (project: string, name: string, modules: readonly string[]) =>
  forge.people.createRepository({
    ...{ owner: project, name },
    files: Object.fromEntries(modules.map((module) => [`${module}/main.tf`, moduleText(module)])),
  })
const branches = () =>
  openPullRequests()
    .map(({ branch }) => branch)
    .toSorted()
const mergeAll = async () => {
  for (const { number } of openPullRequests()) await forge.people.merge(owner, 'blueprints', number)
}

describe.each(takeTurns(hostKinds))('on %s, repositories of one name', (kind) => {
  const projects = () => [`${owner}-pay`, `${owner}-risk`] as const

  it('in two projects are both imported, each with blueprints and a branch of its own', async () => {
    const [pay, risk] = projects()
    for (const project of projects()) await createSource(project, 'terraform', ['vpc', 'queue'])
    const { run } = await createOwnersImporter(kind, { owners: projects() })
    const first = await run()
    expect(first.repositories.map(({ status }) => status)).toEqual(['read', 'read'])
    const blueprints = first.modules.map(({ blueprint }) => blueprint)
    expect(blueprints.toSorted()).toEqual(
      [pay, risk].flatMap((project) => [`${project}-terraform-queue`, `${project}-terraform-vpc`]),
    )
    expect(branches()).toEqual([pay, risk].map((project) => `groundplan/${project}-terraform`))
    await mergeAll()
    // It does not matter which one changes.
    await forge.people.commit(risk, 'terraform', {
      files: { 'vpc/main.tf': moduleText('vpc', ['name', 'size']) },
    })
    const second = await run()
    expect(new Set(Object.values(outcomes(second)))).toEqual(new Set(['unchanged', 'updated']))
    expect(openPullRequests().map(({ title }) => title)).toEqual([`Update blueprint ${risk}-terraform-vpc`])
    const text = await file('main', `blueprints/${risk}-terraform-vpc.yaml`)
    expect(text).toMatch(new RegExp(`store: "?${risk}/terraform"?\n`, 'i'))
  })

  it('do not rename what is there, and both are known from then on', async () => {
    const [pay, risk] = projects()
    await createSource(pay, 'terraform', ['vpc'])
    const { run } = await createOwnersImporter(kind, { owners: projects() })
    await run()
    await mergeAll()
    await createSource(risk, 'Terraform', ['vpc'])
    const second = await run()
    const added = second.modules.filter(({ outcome }) => outcome === 'new')
    expect(added).toMatchObject([{ blueprint: `${risk}-terraform-vpc` }])
    expect(await file('main', 'blueprints/vpc.yaml')).toMatch(/store: terraform\n/)
    const third = await run()
    expect(third.repositories.map(({ status }) => status)).not.toContain('failed')
    expect(openPullRequests()).toHaveLength(1)
  })
})

describe.each(takeTurns(hostKinds))('on %s, a renamed or transferred repository', (kind) => {
  it('is followed: what is merged is updated in place, what is open keeps its pull request and edits', async () => {
    await createSource(owner, 'tf-net', ['vpc'])
    await createSource(owner, 'tf-open', ['eks'])
    const { run, dependencies } = await createOwnersImporter(kind, { owners: [owner] })
    await run()
    const [net, eks] = ['groundplan/tf-net', 'groundplan/tf-open'].map((branch) =>
      openPullRequests().find((each) => each.branch === branch),
    )
    await forge.people.merge(owner, 'blueprints', net?.number ?? 0)
    const text = await file('groundplan/tf-open', 'blueprints/eks.yaml')
    await edit('groundplan/tf-open', { 'blueprints/eks.yaml': text.replace('name of eks', 'Name, please') })
    await run()
    await forge.people.renameRepository(owner, 'tf-net', 'network-modules')
    await forge.people.renameRepository(owner, 'tf-open', 'k8s-modules')
    const renamed = await run()
    expect(renamed.modules.map(({ blueprint, outcome }) => [blueprint, outcome]).toSorted()).toEqual([
      ['eks', 'updated'],
      ['vpc', 'updated'],
    ])
    const open = openPullRequests()
    expect(open.map(({ number, branch }) => [number, branch])).toEqual([
      [eks?.number, 'groundplan/tf-open'],
      [expect.any(Number), 'groundplan/network-modules'],
    ])
    const proposed = await file('groundplan/network-modules', 'blueprints/vpc.yaml')
    expect(proposed).toContain('store: network-modules\n')
    const edited = await file('groundplan/tf-open', 'blueprints/eks.yaml')
    expect(edited).toContain('store: k8s-modules\n')
    expect(edited).toContain('Name, please')
    const [update] = await dependencies.proposals.list({ branch: 'groundplan/network-modules' })
    expect(update).toMatchObject({ blueprint: 'vpc', kind: 'update', facts: { breaking: 0 } })
    await mergeAll()
    const settled = Object.values(outcomes(await run()))
    expect(settled.filter((outcome) => outcome !== 'unchanged')).toEqual([])
    expect(Object.keys(await forge.people.readFiles(owner, 'blueprints', 'main')).toSorted()).toEqual([
      ...[
        'README.md',
        'blueprints/eks.md',
        'blueprints/eks.yaml',
        'blueprints/vpc.md',
        'blueprints/vpc.yaml',
      ],
    ])
  })

  it('is found by the name that the configuration has, and the report says what to change', async () => {
    const other = `${owner}-moved`
    await createSource(owner, 'tf-net', ['vpc'])
    await createSource(owner, 'tf-open', ['eks'])
    await createSource(other, 'tools', ['lake'])
    const repositories = [
      { owner, include: ['tf-net', 'tf-open'] },
      { owner: other, include: ['tools'] },
    ]
    const { run } = await createOwnersImporter(kind, { owners: [], repositories })
    await run()
    await mergeAll()
    await forge.people.renameRepository(owner, 'tf-net', 'network-modules')
    await forge.people.transferRepository(owner, 'tf-open', other)
    // Another one that has the name now is not the same.
    await createSource(owner, 'tf-net', ['queue'])
    for (const _ of ['first', 'second']) {
      const { modules, notes = [], repositories: found } = await run()
      expect(found.filter(({ status }) => status === 'skipped' || status === 'failed')).toEqual([])
      expect(modules.filter(({ outcome }) => outcome === 'new')).toHaveLength(_ === 'first' ? 1 : 0)
      expect(notes.toSorted().map((note) => note.toLowerCase())).toEqual(
        [
          `${owner}/tf-net is now called ${owner}/network-modules. It is still imported; in groundplan.yaml, change \`tf-net\` under \`include\` to \`network-modules\`.`,
          `${owner}/tf-open is now called ${other}/tf-open. It is still imported; in groundplan.yaml, select it with the owner \`${other}\`.`,
        ].map((note) => note.toLowerCase()),
      )
    }
    const proposed = await file('groundplan/network-modules', 'blueprints/vpc.yaml')
    expect(proposed).toContain('store: network-modules\n')
  })

  it('of another owner stays the same; one of the old name in its place is another one', async () => {
    const other = `${owner}-moved`
    await createSource(owner, 'terraform', ['vpc'])
    await createSource(other, 'tools', ['lake'])
    const { run } = await createOwnersImporter(kind, { owners: [owner, other] })
    await run()
    await mergeAll()
    await forge.people.transferRepository(owner, 'terraform', other)
    await createSource(owner, 'terraform', ['vpc'])
    const { modules } = await run()
    const added = modules.filter(({ outcome }) => outcome === 'new')
    expect(added.map(({ blueprint }) => blueprint)).toEqual([`${owner}-terraform-vpc`])
    expect(modules.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    expect(await file('main', 'blueprints/vpc.yaml')).toContain('store: terraform\n')
  })
})

describe.each(takeTurns(hostKinds))('on %s, a repository that is gone', (kind) => {
  /** An importer to which a day passes with each import. */
  const create = async () => {
    let days = 0
    const importer = await createOwnersImporter(kind, {
      owners: [owner],
      now: () => new Date(Date.now() + days * 86_400_000),
      select: (listed) => listed.filter(({ archived }) => !archived),
    })
    const run = async () => {
      days += 1
      return importer.run()
    }
    return { ...importer, run }
  }

  it('loses its pull request and has its blueprints retired, but not at once; if it is back, it is taken up again', async () => {
    await createSource(owner, 'platform', ['vpc'])
    await createSource(owner, 'data', ['lake'])
    await createSource(owner, 'tools', ['bucket'])
    const { run, dependencies } = await create()
    await run()
    const platform = openPullRequests().find(({ branch }) => branch === 'groundplan/platform')
    await forge.people.merge(owner, 'blueprints', platform?.number ?? 0)
    forge.people.setAccess(owner, 'platform', 'none')
    const first = await run()
    expect(first.repositories).toContainEqual(
      expect.objectContaining({ name: 'platform', reason: expect.stringContaining('no longer visible') }),
    )
    expect(openPullRequests()).toHaveLength(2)
    const second = await run()
    expect(second.modules).toContainEqual(expect.objectContaining({ blueprint: 'vpc', outcome: 'updated' }))
    const retirement = openPullRequests().find(({ branch }) => branch === 'groundplan/platform-retire')
    expect(retirement?.body).toContain('no longer visible')
    forge.people.setAccess(owner, 'data', 'none')
    await run()
    await run()
    expect(openPullRequests().map(({ branch }) => branch)).toEqual([
      ...['groundplan/tools', 'groundplan/platform-retire'],
    ])
    const [lake] = (await dependencies.proposals.list()).filter(({ blueprint }) => blueprint === 'lake')
    expect(lake?.state).toMatchObject({ status: 'withdrawn', reason: expect.stringContaining('deleted') })
    for (const name of ['platform', 'data']) forge.people.setAccess(owner, name, 'write')
    await run()
    expect(branches()).toEqual(['groundplan/data', 'groundplan/tools'])
  })

  // Bitbucket Cloud does not archive repositories.
  it.each(kind === 'bitbucket-cloud' ? ['deleted'] : ['deleted', 'archived'])(
    'because it was %s loses its pull request, and no other one does',
    async (deed) => {
      for (const name of ['a', 'b', 'c']) await createSource(owner, name, [`module-${name}`])
      const { run } = await create()
      await run()
      if (deed === 'deleted') await forge.people.deleteRepository(owner, 'a')
      else await forge.people.archiveRepository(owner, 'a')
      await run()
      await run()
      expect(openPullRequests().map(({ branch }) => branch)).toEqual(['groundplan/b', 'groundplan/c'])
      const closed = forge.people
        .listPullRequests(owner, 'blueprints')
        .find(({ branch }) => branch === 'groundplan/a')
      expect(closed?.status).toBe('closed')
    },
  )

  it('closes nothing if the token has lost access, or the host cannot be asked', async () => {
    for (const name of ['a', 'b', 'c']) await createSource(owner, name, [`module-${name}`])
    const { run } = await create()
    await run()
    for (const name of ['a', 'b']) forge.people.setAccess(owner, name, 'none')
    await run()
    const { repositories } = await run()
    expect(repositories).toContainEqual(
      expect.objectContaining({ status: 'failed', message: expect.stringContaining('2 of 3 repositories') }),
    )
    for (const name of ['a', 'b', 'c']) forge.people.setAccess(owner, name, 'write')
    await run()
    expect(openPullRequests()).toHaveLength(3)
  })
})
