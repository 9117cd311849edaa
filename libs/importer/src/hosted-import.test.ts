import { person } from '@groundplan/actor'
import { setTimeout } from 'node:timers/promises'
import { approveProposal, rejectProposal } from '@groundplan/proposal'
import { describe, expect, it } from 'vitest'
import {
  change,
  createImporter,
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
} from './hosted-import.fixture.ts'

describe('an import at a host', () => {
  it('opens one pull request per repository, which describes the changes', async () => {
    await source('platform', ['network', 'queue'])
    await source('data', ['lake'])
    const { run } = await createImporter()
    expect(outcomes(await run())).toEqual({
      'platform/network': 'new',
      'platform/queue': 'new',
      'data/lake': 'new',
    })
    const opened = openPullRequests()
    expect(opened.map(({ branch, title, labels }) => [branch, title, labels])).toEqual([
      ['groundplan/platform', 'Blueprints from platform', ['groundplan']],
      ['groundplan/data', 'Add blueprint lake', ['groundplan']],
    ])
    expect(opened[0]?.body).toContain('| `network` | new | platform | `network` |')
    expect(opened[0]?.body).toMatch(/\n\n\[\/\/\]: # \(groundplan:proposal network queue\)\n*$/)
    const [status] = forge.people.listStatuses(owner, 'blueprints', opened[0]?.commit ?? '')
    expect(status).toMatchObject({ state: 'success', description: 'All 2 blueprints are valid.' })
    expect(await file('groundplan/platform', 'blueprints/network.yaml')).toContain('network')
    expect(forge.violations).toEqual([])
  })

  it('sends few requests and writes nothing if nothing has changed', async () => {
    await source('platform', ['network', 'queue'])
    const { run } = await createImporter()
    await run()
    const before = pullRequests()
    forge.resetOperations()
    const again = await run()
    expect(new Set(Object.values(outcomes(again)))).toEqual(new Set(['unchanged']))
    expect(forge.operations.api).toBeLessThanOrEqual(2)
    expect(pullRequests()).toEqual(before)
  })

  it('updates a pull request in place and keeps a reviewer’s commits on it', async () => {
    await source('platform', ['network', 'queue'])
    const { run } = await createImporter()
    await run()
    const path = 'blueprints/network.yaml'
    const text = await file('groundplan/platform', path)
    const commit = await edit('groundplan/platform', {
      [path]: text.replace('name of network', 'Name, please'),
    })
    await change('platform', 'network', moduleText('network', ['name', 'size']))
    await run()
    await change('platform', 'queue', moduleText('queue', ['name', 'depth']))
    await run()
    expect(openPullRequests()).toHaveLength(1)
    const merged = await file('groundplan/platform', path)
    expect(merged).toContain('Name, please')
    expect(merged).toContain('size of network')
    expect(await file('groundplan/platform', 'blueprints/queue.yaml')).toContain('depth of queue')
    const history = await dependenciesHistory()
    expect(history).toContain(commit)

    async function dependenciesHistory(): Promise<readonly string[]> {
      const { dependencies } = await createImporter()
      await dependencies.repository.refresh()
      const tip = (await dependencies.repository.findBranch('groundplan/platform')) ?? ''
      return (await dependencies.repository.listOwnCommits(tip)).map((own) => own.commit)
    }
  })

  it('takes a squash merge for an approval, and merges people’s edits into the next update', async () => {
    await source('platform', ['network'])
    const { run, dependencies } = await createImporter()
    await run()
    const [first] = openPullRequests()
    await forge.people.merge(owner, 'blueprints', first?.number ?? 0, { squash: true })
    const path = 'blueprints/network.yaml'
    await edit('main', { [path]: (await file('main', path)).replace('name of network', 'Name, please') })
    await change('platform', 'network', moduleText('network', ['name', 'size']))
    await run()
    expect(states(await dependencies.proposals.list())).toEqual({ network: 'open' })
    const [second] = openPullRequests()
    expect(second?.title).toBe('Update blueprint network')
    expect(second?.body).toMatch(/^## New required inputs\n/)
    const proposed = await file('groundplan/platform', path)
    expect(proposed).toContain('Name, please')
    expect(proposed).toContain('size of network')
    await forge.people.merge(owner, 'blueprints', second?.number ?? 0)
    expect(await file('main', path)).toBe(proposed)
  })

  it('leaves a closed pull request alone until somebody asks again, by comment or label', async () => {
    await source('platform', ['network'])
    const { run, dependencies } = await createImporter()
    await run()
    const number = openPullRequests()[0]?.number ?? 0
    await forge.people.decline(owner, 'blueprints', number, 'ada')
    await change('platform', 'network', moduleText('network', ['name', 'size']))
    expect((await run()).modules[0]?.reason).toMatch(/rejected, but changed since/)
    expect(openPullRequests()).toEqual([])
    await forge.people.comment(owner, 'blueprints', number, 'Let us have it.\n\n/groundplan again', 'ada')
    await run()
    expect(openPullRequests().map((each) => each.number)).toEqual([number])
    expect(await file('groundplan/platform', 'blueprints/network.yaml')).toContain('size of network')
    // Hosts tell times in seconds: the comment must not be of the same one.
    await setTimeout(1100)
    await forge.people.decline(owner, 'blueprints', number, 'ada')
    await run()
    await forge.people.label(owner, 'blueprints', number, 'groundplan-again', 'ada')
    await run()
    expect(openPullRequests()).toMatchObject([{ number, labels: ['groundplan'] }])
    expect((await dependencies.proposals.list({ status: 'open' })).length).toBe(1)
  })

  it('removes deleted modules, and closes a pull request that has become empty', async () => {
    await source('platform', ['network', 'queue'])
    const { run, dependencies } = await createImporter()
    await run()
    await change('platform', 'queue', null)
    await run()
    expect(openPullRequests()).toMatchObject([{ title: 'Add blueprint network' }])
    expect(await file('groundplan/platform', 'blueprints/queue.yaml')).toBe('')
    await forge.people.commit(owner, 'platform', { files: { 'network/main.tf': null, 'README.md': '# x\n' } })
    await run()
    expect(openPullRequests()).toEqual([])
    expect(states(await dependencies.proposals.list())).toEqual({ network: 'withdrawn', queue: 'withdrawn' })
  })

  it('merges approved blueprints at the host, and removes rejected ones', async () => {
    await source('platform', ['network', 'queue'])
    const { run, dependencies } = await createImporter()
    await run()
    const [queue, network] = await dependencies.proposals.list({ status: 'open' })
    await rejectProposal({ number: queue?.number ?? 0, by: person('Ada'), reason: 'no' }, dependencies)
    expect(openPullRequests()).toMatchObject([{ title: 'Add blueprint network' }])
    await approveProposal({ number: network?.number ?? 0, by: person('Ada') }, dependencies)
    expect(pullRequests().map(({ status }) => status)).toEqual(['merged'])
    expect(Object.keys(await forge.people.readFiles(owner, 'blueprints', 'main'))).toEqual(
      expect.arrayContaining(['blueprints/network.yaml']),
    )
    expect(await file('main', 'blueprints/queue.yaml')).toBe('')
  })

  it('proposes to retire what is gone in a pull request of its own, and takes its merge for an approval', async () => {
    const { run, dependencies } = await createImporter()
    await source('platform', ['network', 'queue'])
    await run()
    const [first] = openPullRequests()
    await forge.people.merge(owner, 'blueprints', first?.number ?? 0)
    await run()
    await change('platform', 'queue', null)
    await run()
    const [retirement] = openPullRequests()
    expect(openPullRequests()).toHaveLength(1)
    expect(retirement).toMatchObject({
      title: 'Retire blueprint queue',
      branch: 'groundplan/platform-retire',
      body: expect.stringContaining('Environments that use it keep working'),
    })
    expect(await file('groundplan/platform-retire', 'blueprints/queue.yaml')).toBe('')
    await forge.people.merge(owner, 'blueprints', retirement?.number ?? 0)
    await run()
    expect(await file('main', 'blueprints/queue.yaml')).toBe('')
    expect(await file('main', 'blueprints/network.yaml')).not.toBe('')
    expect(states(await dependencies.proposals.list())).toMatchObject({
      queue: 'approved',
      network: 'approved',
    })
  })

  it('keeps the blueprint of a deleted module if the pull request is closed', async () => {
    const { run, dependencies } = await createImporter()
    await source('platform', ['network', 'queue'])
    await run()
    await forge.people.merge(owner, 'blueprints', openPullRequests()[0]?.number ?? 0)
    await run()
    await change('platform', 'queue', null)
    await run()
    await forge.people.decline(owner, 'blueprints', openPullRequests()[0]?.number ?? 0, 'ada')
    await run()
    await change('platform', 'network', moduleText('network', ['name', 'size']))
    await run()
    expect(openPullRequests()).toMatchObject([{ branch: 'groundplan/platform' }])
    expect(await file('main', 'blueprints/queue.yaml')).not.toBe('')
    const [newest] = (await dependencies.proposals.list()).filter(({ blueprint }) => blueprint === 'queue')
    expect(newest).toMatchObject({ kind: 'retirement', state: { status: 'rejected' } })
  })
})
