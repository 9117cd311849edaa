// Over 300 lines: one suite, whose cases share a host, an importer and its repositories.
import { updateProposal } from '@groundplan/proposal/testing'
import { person } from '@groundplan/actor'
import { setTimeout } from 'node:timers/promises'
import { approveProposal, followPullRequests } from '@groundplan/proposal'
import { describe, expect, it } from 'vitest'
import {
  change,
  createImporter,
  duringPush,
  edit,
  file,
  forge,
  moduleText,
  openPullRequests,
  outcomes,
  owner,
  pullRequests,
  source,
  states,
  untimed,
} from './hosted-import.fixture.ts'
import { plainConfiguration, type ImportConfiguration } from './import-configuration.ts'

describe('an import at a host, in rare cases', () => {
  it('keeps the README in step however often the module changes after a reviewer’s edit', async () => {
    await source('platform', ['network'])
    const { run } = await createImporter()
    await run()
    const [branch, path] = ['groundplan/platform', 'blueprints/network.yaml']
    const text = await file(branch, path)
    await edit(branch, { [path]: text.replace(/description: .*/, 'description: Ours.') })
    for (const inputs of [
      ['name', 'size'],
      ['name', 'size', 'zone'],
    ]) {
      await change('platform', 'network', moduleText('network', inputs))
      await run()
    }
    const readme = await file(branch, 'blueprints/network.md')
    expect(readme).toContain('zone of network')
    expect(await file(branch, path)).toContain('description: Ours.')
    expect(openPullRequests()[0]?.body).not.toContain('To decide')
  })

  it('has for some repositories labels and a beginning of their own, and follows when they change', async () => {
    await source('platform', ['network'])
    const { run, selections, dependencies } = await createImporter()
    const policy = (labels: readonly string[]) => ({ labels, reviewers: [], draft: 'always' }) as const
    const runWith = (labels: readonly string[]) =>
      run({
        selections: selections.map((selection) => ({
          ...selection,
          review: { policy: policy(labels), askOwners: false },
          id: labels.join(),
        })),
      })
    await runWith(['platform-team'])
    expect(openPullRequests()).toMatchObject([{ labels: ['platform-team'], draft: true }])
    const approval = { number: 1, by: person('Ada') }
    await expect(approveProposal(approval, dependencies)).rejects.toThrow('of proposal 1 is a draft')
    expect(outcomes(await runWith(['platform-team', 'urgent']))).toEqual({ 'platform/network': 'updated' })
    expect(openPullRequests()).toMatchObject([{ labels: ['platform-team', 'urgent'], draft: true }])
    expect(outcomes(await runWith(['platform-team', 'urgent']))).toEqual({ 'platform/network': 'unchanged' })
    await run({})
    expect(openPullRequests()[0]?.labels).toEqual(['platform-team', 'urgent', 'groundplan'])
  })

  it('treats blueprints as rejected if a reviewer removed them from the branch before merging', async () => {
    await source('platform', ['network', 'queue'])
    const { run, dependencies } = await createImporter()
    await run()
    const [first] = openPullRequests()
    const off = ['blueprints/queue.yaml', 'blueprints/queue.md']
    await edit(first?.branch ?? '', Object.fromEntries(off.map((path) => [path, null])))
    await forge.people.merge(owner, 'blueprints', first?.number ?? 0, { squash: true })
    await change('platform', 'queue', moduleText('queue', ['changed']))
    expect(outcomes(await run())).toEqual({ 'platform/network': 'unchanged', 'platform/queue': 'unchanged' })
    expect(states(await dependencies.proposals.list())).toEqual({ network: 'approved', queue: 'rejected' })
    expect(openPullRequests()).toEqual([])
  })

  it('detects in one pass that a pull request was closed and reopened by request', async () => {
    await source('platform', ['network'])
    const { run } = await createImporter()
    await run()
    const number = openPullRequests()[0]?.number ?? 0
    await forge.people.decline(owner, 'blueprints', number, 'ada')
    await forge.people.comment(owner, 'blueprints', number, '/groundplan again', 'ada')
    await run()
    expect(openPullRequests().map((each) => each.number)).toEqual([number])
  })

  it('hears who asks again before it has noticed the closing, also where nobody tells when that was', async () => {
    await source('platform', ['network'])
    const { run } = await createImporter(untimed)
    await run()
    const [first] = openPullRequests()
    for (const round of [1, 2]) {
      // Hosts tell times in seconds.
      await setTimeout(1100)
      await forge.people.decline(owner, 'blueprints', openPullRequests()[0]?.number ?? 0)
      await forge.people.comment(owner, 'blueprints', first?.number ?? 0, `/groundplan again, ${round}`)
      await run()
      expect(openPullRequests()).toMatchObject([{ branch: 'groundplan/platform' }])
    }
    await forge.people.decline(owner, 'blueprints', openPullRequests()[0]?.number ?? 0)
    await run()
    expect(openPullRequests()).toEqual([])
  })

  it('treats a pull request as rejected if it was closed before its number was recorded', async () => {
    await source('platform', ['queue'])
    const { run, dependencies } = await createImporter()
    await run()
    // The pull request was opened, but the answer that says so never came.
    const [proposal] = await dependencies.proposals.list()
    if (proposal !== undefined)
      await updateProposal(dependencies.proposals, { ...proposal, pullRequest: undefined })
    await forge.people.decline(owner, 'blueprints', pullRequests()[0]?.number ?? 0)
    await run()
    expect(states(await dependencies.proposals.list())).toEqual({ queue: 'rejected' })
    await run()
    expect(openPullRequests()).toEqual([])
  })

  it('leaves a blueprint away of which it knows nothing, if its pull request was closed', async () => {
    await source('platform', ['network'])
    const { run, dependencies } = await createImporter()
    await run()
    await change('platform', 'queue', moduleText('queue'))
    await (await createImporter()).run()
    await forge.people.decline(owner, 'blueprints', openPullRequests()[0]?.number ?? 0, 'ada')
    await change('platform', 'lake', moduleText('lake'))
    await run()
    expect(states(await dependencies.proposals.list())).toEqual({
      ...{ network: 'rejected', queue: 'rejected', lake: 'open' },
    })
    expect(openPullRequests()).toMatchObject([{ title: 'Add blueprint lake' }])
  })

  it('writes anew what an importer that knows less has written', async () => {
    await source('platform', ['network', 'queue'])
    const { run, dependencies } = await createImporter()
    await run()
    const [{ number = 0, body = '' } = {}] = openPullRequests()
    const { pullRequests, repository } = dependencies.host
    await pullRequests.updatePullRequest(repository, number, {
      body: body.replace(' network queue)', ' queue)'),
    })
    await run()
    expect(openPullRequests()[0]?.body).toBe(body)
  })

  it('does not carry over rejected changes from the same branch', async () => {
    await source('platform', ['network'])
    const { run } = await createImporter()
    await run()
    await forge.people.decline(owner, 'blueprints', openPullRequests()[0]?.number ?? 0, 'ada')
    await change('platform', 'queue', moduleText('queue'))
    await run()
    expect(openPullRequests()).toMatchObject([{ title: 'Add blueprint queue' }])
    expect(await file('groundplan/platform', 'blueprints/queue.yaml')).toContain('queue')
    expect(await file('groundplan/platform', 'blueprints/network.yaml')).toBe('')
  })

  it('proposes anew what it pushed at the moment at which its pull request was merged', async () => {
    await source('platform', ['network'])
    const { run } = await createImporter()
    await run()
    const number = openPullRequests()[0]?.number ?? 0
    await change('platform', 'network', moduleText('network', ['name', 'size']))
    await duringPush(run, () => forge.people.merge(owner, 'blueprints', number))
    await run()
    expect(await file('main', 'blueprints/network.yaml')).not.toContain('size of network')
    expect(openPullRequests()).toHaveLength(1)
    expect(await file('groundplan/platform', 'blueprints/network.yaml')).toContain('size of network')
    expect(openPullRequests()[0]?.title).toBe('Update blueprint network')
  })

  it('treats a squash made with git as an approval, and closes the pull request', async () => {
    await source('platform', ['network', 'queue'])
    const { run, dependencies } = await createImporter()
    await run()
    const proposed = await forge.people.readFiles(owner, 'blueprints', 'groundplan/platform')
    const { 'README.md': _, ...files } = proposed
    await forge.people.commit(owner, 'blueprints', { files, by: 'ada' })
    await run()
    expect(states(await dependencies.proposals.list())).toEqual({ network: 'approved', queue: 'approved' })
    expect(pullRequests().map(({ status }) => status)).toEqual(['closed'])
    await run()
    expect(openPullRequests()).toEqual([])
  })

  it('conflicts with nothing after a squash of blueprints that were written one after the other', async () => {
    await source('platform', ['network', 'queue'])
    const { run } = await createImporter()
    await run()
    await change('platform', 'network', moduleText('network', ['name', 'size']))
    await run()
    const squash = () =>
      forge.people.merge(owner, 'blueprints', openPullRequests()[0]?.number ?? 0, { squash: true })
    await squash()
    await change('platform', 'queue', moduleText('queue', ['name', 'delay']))
    await run()
    await squash()
    expect(await file('main', 'blueprints/network.yaml')).toContain('size of network')
    expect(await file('main', 'blueprints/queue.yaml')).toContain('delay of queue')
  })

  it('omits a blueprint that was rejected during a push', async () => {
    await source('platform', ['network'])
    const { run } = await createImporter()
    await run()
    const number = openPullRequests()[0]?.number ?? 0
    await change('platform', 'queue', moduleText('queue'))
    await duringPush(run, () => forge.people.decline(owner, 'blueprints', number, 'ada'))
    await run()
    expect(openPullRequests()).toMatchObject([{ title: 'Add blueprint queue' }])
    expect(await file('groundplan/platform', 'blueprints/queue.yaml')).toContain('queue')
    expect(await file('groundplan/platform', 'blueprints/network.yaml')).toBe('')
  })

  it('finds everything again where nobody remembers it: open, closed and merged', async () => {
    for (const name of ['one', 'two', 'three']) await source(name, [`module-${name}`])
    const { run } = await createImporter()
    await run()
    const numberOf = (branch: string) =>
      openPullRequests().find((each) => each.branch === branch)?.number ?? 0
    await forge.people.decline(owner, 'blueprints', numberOf('groundplan/two'))
    await forge.people.merge(owner, 'blueprints', numberOf('groundplan/three'))
    const before = pullRequests().map(({ number, status, commit }) => ({ number, status, commit }))
    const other = await createImporter()
    await other.run()
    await other.run()
    expect(pullRequests().map(({ number, status, commit }) => ({ number, status, commit }))).toEqual(before)
    const stored = await other.dependencies.proposals.list()
    expect(states(stored)).toEqual({ 'module-one': 'open', 'module-two': 'rejected' })
  })

  it('opens one pull request however many importers run at once', async () => {
    for (const name of ['one', 'two']) await source(name, [`${name}-a`, `${name}-b`])
    const importers = await Promise.all([1, 2, 3].map(() => createImporter()))
    await Promise.all(importers.map(({ run }) => run()))
    expect(
      pullRequests()
        .map(({ branch }) => branch)
        .toSorted(),
    ).toEqual(['groundplan/one', 'groundplan/two'])
    for (const { run } of importers) await run()
    expect(pullRequests()).toHaveLength(2)
  })

  it('opens as many pull requests as the limits allow, and the rest later', async () => {
    for (const name of ['one', 'two', 'three']) await source(name, [`module-${name}`])
    const { run } = await createImporter()
    const review: ImportConfiguration['review'] = {
      ...plainConfiguration.review,
      group: 'repository',
      limits: { open: 2 },
    }
    const first = await run({ review })
    expect(Object.values(outcomes(first))).toEqual(['new', 'new', 'waiting'])
    expect(first.modules[2]?.reason).toMatch(/^at most 2 pull requests can be open/)
    expect(Object.values(outcomes(await run({ review }))).at(-1)).toBe('waiting')
    await forge.people.merge(owner, 'blueprints', openPullRequests()[0]?.number ?? 0)
    await run({ review })
    expect(openPullRequests().map(({ branch }) => branch)).toEqual(['groundplan/two', 'groundplan/three'])
  })

  it('proposes only its configuration until that is merged', async () => {
    await source('platform', ['network', 'queue'])
    await forge.people.createRepository({ owner, name: 'broken', files: { 'main.tf': 'resource "x" {\n' } })
    const { run } = await createImporter()
    const onboarding = { path: 'groundplan.yaml', text: 'version: 1\n', branch: 'groundplan/configure' }
    const report = await run({ onboarding })
    expect(report.onboarding).toMatchObject({ closed: false })
    expect(outcomes(report)).toMatchObject({ 'platform/network': 'waiting', 'broken/.': 'failed' })
    await run({ onboarding })
    expect(pullRequests()).toMatchObject([{ title: 'Configure Groundplan', branch: 'groundplan/configure' }])
    expect(pullRequests()[0]?.body).toContain('1 pull request with 2 blueprints, from 2 repositories.')
    expect(pullRequests()[0]?.body).toContain('| platform | 2 | 0 | 0 |')
    expect(pullRequests()[0]?.body).toContain('## Problems')
    await forge.people.decline(owner, 'blueprints', 1)
    expect((await run({ onboarding })).onboarding).toMatchObject({ closed: true })
    expect(openPullRequests()).toEqual([])
  })

  describe('takes the branch of its configuration away', () => {
    const branch = 'groundplan/configure'
    const onboarding = { path: 'groundplan.yaml', text: 'version: 1\n', branch }
    const isThere = () => forge.people.findBranch(owner, 'blueprints', branch) !== undefined

    it.each([false, true])('once it is merged, as a squash or not: %j', async (squash) => {
      const { run } = await createImporter()
      await run({ onboarding })
      await forge.people.commit(owner, 'blueprints', {
        files: { 'groundplan.yaml': 'version: 1 # ours\n' },
        branch,
      })
      await run({})
      expect(isThere()).toBe(true)
      await forge.people.merge(owner, 'blueprints', 1, { squash })
      expect((await run({})).problems).toEqual([])
      expect(isThere()).toBe(false)
    })

    it('once there is a configuration that came another way, and closes the pull request', async () => {
      const { run } = await createImporter()
      await run({ onboarding })
      await forge.people.commit(owner, 'blueprints', { files: { 'groundplan.yaml': 'version: 1\n' } })
      expect((await run({})).problems).toEqual([])
      expect([isThere(), openPullRequests()]).toEqual([false, []])
      expect(pullRequests()[0]?.comments.at(-1)?.body).toContain('the default branch has a configuration')
    })
  })
})

it('a pull request that one importer has seen closed is not reopened by another one that saw it open before', async () => {
  await source('platform', ['network'])
  const { run, dependencies } = await createImporter()
  await run()
  const [opened] = openPullRequests()
  const { pullRequests: host, repository } = dependencies.host
  const before = await host.getPullRequest(repository, opened?.number ?? 0)
  await forge.people.decline(owner, 'blueprints', before.number)
  await run()
  const late = new Proxy(host, {
    get: (target, key) => {
      if (key === 'listPullRequests') return async () => [before]
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const follow = () =>
    followPullRequests({ ...dependencies, host: { ...dependencies.host, pullRequests: late } })
  expect((await follow()).askedAgain).toEqual([])
  await forge.people.reopen(owner, 'blueprints', before.number)
  expect((await follow()).askedAgain).toHaveLength(1)
})
