import { takeTurns } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { createOwnersImporter, hostKinds } from './hosted-identity.fixture.ts'
import { forge, forgeClock, moduleText, openPullRequests, owner } from './hosted-import.fixture.ts'

const hour = 3_600_000

describe.each(takeTurns(hostKinds))('on %s, an import with nothing changed', (kind) => {
  const estate = () => `${owner}-estate`
  const create = (name: string, files: Readonly<Record<string, string>>, more = {}) =>
    forge.people.createRepository({ owner: estate(), name, files, ...more })

  it('opens no repository: neither empty, waiting and failed ones nor those without modules', async () => {
    forgeClock.behind = hour
    await create('empty', {})
    await create('also-empty', {})
    await create('plain', { 'README.md': '# Plain\n' })
    await create('broken', { 'main.tf': 'variable "a" {\n' })
    await create('queue', { 'main.tf': moduleText('queue') })
    await create('topic', { 'main.tf': moduleText('topic') })
    await create('old', { 'main.tf': moduleText('old') }, { archived: true })
    forgeClock.behind = 0
    const { run } = await createOwnersImporter(kind, {
      owners: [estate()],
      review: { limits: { open: 1 } },
      select: (listed) => listed.filter(({ archived }) => !archived),
    })
    const first = await run()
    const archived = kind === 'bitbucket-cloud' ? 0 : 1
    expect(first.setAside).toEqual({ archived, empty: 2, waiting: kind === 'bitbucket-cloud' ? 2 : 1 })
    expect(openPullRequests()).toHaveLength(1)
    const opened: string[] = []
    forge.faults.inject(({ kind: sort, path }) => {
      if (sort === 'git' && path.includes(estate())) opened.push(path)
      return undefined
    })
    const second = await run()
    forge.faults.inject(undefined)
    expect(opened).toEqual([])
    expect(second.setAside).toEqual(first.setAside)
    const failures = ({ modules }: typeof first) => modules.filter(({ outcome }) => outcome === 'failed')
    // What failed is said until it is mended, with its place in the file.
    expect(failures(second)).toEqual([
      {
        ...{ repository: 'broken', path: '.', outcome: 'failed', reason: failures(first)[0]?.reason },
        diagnostics: [
          expect.objectContaining({ severity: 'error', file: 'main.tf', line: expect.any(Number) }),
        ],
      },
    ])
    const skipped = second.repositories.filter(({ status }) => status === 'skipped')
    expect(skipped.map((each) => 'reason' in each && each.reason)).toEqual(['It is empty.', 'It is empty.'])
    await forge.people.commit(estate(), 'empty', { files: { 'main.tf': moduleText('first') } })
    await forge.people.commit(estate(), 'broken', { files: { 'main.tf': moduleText('mended') } })
    const third = await run()
    expect(failures(third)).toEqual([])
    expect(third.modules).toContainEqual(expect.objectContaining({ repository: 'empty', outcome: 'waiting' }))
    expect(forge.violations).toEqual([])
  })

  it('opens no repository while the configuration is not merged', async () => {
    forgeClock.behind = hour
    await create('queue', { 'main.tf': moduleText('queue') })
    forgeClock.behind = 0
    const { run } = await createOwnersImporter(kind, { owners: [estate()] })
    const onboarding = { path: 'groundplan.yaml', text: 'version: 1\n', branch: 'groundplan/configure' }
    await run({ onboarding })
    const opened: string[] = []
    forge.faults.inject(({ kind: sort, path }) => {
      if (sort === 'git' && path.includes(estate())) opened.push(path)
      return undefined
    })
    const { modules } = await run({ onboarding })
    forge.faults.inject(undefined)
    expect(opened).toEqual([])
    expect(modules).toMatchObject([{ outcome: 'waiting' }])
  })
})

describe('a module that is gone while its branch cannot be written', () => {
  it('is reported, and its proposal is withdrawn by the next import', async () => {
    forgeClock.behind = hour
    const estate = `${owner}-estate`
    const files = { 'a/main.tf': moduleText('a'), 'b/main.tf': moduleText('b') }
    await forge.people.createRepository({ owner: estate, name: 'platform', files })
    const { run, dependencies } = await createOwnersImporter('github', { owners: [estate] })
    await run()
    forgeClock.behind = hour / 2
    await forge.people.commit(estate, 'platform', { files: { 'b/main.tf': null } })
    forgeClock.behind = 0
    forge.faults.inject(({ path }) =>
      path.includes('receive-pack') ? { kind: 'refusal', reason: 'not-allowed' } : undefined,
    )
    const refused = await run()
    forge.faults.inject(undefined)
    expect(refused.modules).toContainEqual(
      expect.objectContaining({ path: 'b', outcome: 'failed', incomplete: true }),
    )
    await run()
    const open = await dependencies.proposals.list({ status: 'open' })
    expect(open.map(({ blueprint }) => blueprint)).toEqual(['a'])
  })
})
