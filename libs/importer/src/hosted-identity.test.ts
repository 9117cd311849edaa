import { describe, expect, it } from 'vitest'
import { createOwnersImporter, hostKinds } from './hosted-identity.fixture.ts'
import { file, forge, moduleText, openPullRequests, outcomes, owner } from './hosted-import.fixture.ts'

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

describe.each(hostKinds)('on %s, repositories of one name', (kind) => {
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
