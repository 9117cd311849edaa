import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startForge, type Forge } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { approveProposal, generator, rejectProposal, type Proposal } from '@groundplan/proposal'
import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import { GithubScmProvider } from '@groundplan/scm-github'
import { LocalGitRepositoryReader, RemoteGitReviewRepository } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ImportReport } from './import-report.ts'
import { plainConfiguration, type ImportConfiguration } from './import-configuration.ts'
import { runImport, type ImportDependencies } from './run-import.ts'
import { InMemoryNameReservations } from './naming/in-memory-name-reservations.ts'
import { InMemoryScanStore } from './scan/in-memory-scan-store.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

let forge: Forge
let owner: string
let round = 0
beforeAll(async () => {
  forge = await startForge()
})
afterAll(() => forge.close())
beforeEach(async () => {
  owner = `acme-${(round += 1)}`
  await forge.people.createRepository({ owner, name: 'blueprints', files: { 'README.md': '# Blueprints\n' } })
})

const moduleText = (name: string, inputs: readonly string[] = ['name']) =>
  [
    ...inputs.map(
      (input) => `variable "${input}" {\n  type        = string\n  description = "${input} of ${name}"\n}\n`,
    ),
    `resource "aws_sqs_queue" "this" {\n  name = var.${inputs[0]}\n}\n`,
  ].join('\n')
const source = (name: string, modules: readonly string[]) =>
  forge.people.createRepository({
    ...{ owner, name },
    files: Object.fromEntries(modules.map((module) => [`${module}/main.tf`, moduleText(module)])),
  })
const change = (name: string, module: string, text: string | null) =>
  forge.people.commit(owner, name, { files: { [`${module}/main.tf`]: text } })
const edit = (branch: string, files: Readonly<Record<string, string | null>>) =>
  forge.people.commit(owner, 'blueprints', { branch, files, by: 'ada' })
const pullRequests = () => forge.people.listPullRequests(owner, 'blueprints')
const openPullRequests = () => pullRequests().filter(({ status }) => status === 'open')
const file = async (ref: string, path: string) =>
  (await forge.people.readFiles(owner, 'blueprints', ref))[path] ?? ''

type Importer = (overrides?: Partial<ImportConfiguration>) => Promise<ImportReport>

interface TestImporter {
  readonly dependencies: ImportDependencies & { readonly host: NonNullable<ImportConfiguration['host']> }
  readonly selections: ImportConfiguration['selections']
  readonly run: Importer
}

/** A host that does not tell when a pull request was closed, as Bitbucket Cloud does not. */
class UntimedProvider extends GithubScmProvider {
  override async listPullRequests(...request: Parameters<GithubScmProvider['listPullRequests']>) {
    const found = await super.listPullRequests(...request)
    return found.map((each) =>
      each.state.status === 'closed' ? { ...each, state: { ...each.state, at: undefined } } : each,
    )
  }
}

/** An importer with a home of its own, as another machine would have. */
async function createImporter(Provider = GithubScmProvider): Promise<TestImporter> {
  const home = await temporaryDirectory()
  const { apiUrl, webUrl, token } = forge.hosts.github
  const fetch = createHttpFetch({ service: 'github', wait: async () => {} })
  const provider = new Provider({ apiUrl, token, fetch, wait: async () => {} })
  const host = {
    provider,
    repository: { owner, name: 'blueprints' },
    policy: { labels: ['groundplan'], reviewers: [], draft: 'until-checked' },
  } as const
  const repository = await RemoteGitReviewRepository.open({
    address: `${webUrl}/${owner}/blueprints.git`,
    findCredentials: () => provider.findGitCredentials(),
    directory: join(home, 'blueprints.git'),
    initialFiles: [],
    author: generator,
  })
  const dependencies = {
    ...{ repository, host, version: '1', now: () => new Date() },
    proposals: new InMemoryProposalStore(),
    scans: new InMemoryScanStore(),
    names: new InMemoryNameReservations(),
    reader: new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') }),
    modules: new MemoryModuleCache(),
  }
  const configuration: ImportConfiguration = {
    selections: [
      {
        ...{ host: 'github', owner, includeExamples: false, id: 'all' },
        openProvider: async () => provider,
        select: (listed) => listed.filter(({ name }) => name !== 'blueprints'),
        takesPath: () => true,
      },
    ],
    review: { group: 'repository', branchPrefix: 'groundplan/', limits: {}, askOwners: true },
    host,
  }
  const run: Importer = (overrides) =>
    runImport({ repositories: [], configured: true }, dependencies, {
      configuration: { ...configuration, ...overrides },
      signal: new AbortController().signal,
      onProgress: () => {},
    })
  return { dependencies, selections: configuration.selections, run }
}

/** Runs an import, and does something at the host at the moment of its first push. */
async function duringPush(run: Importer, work: () => Promise<unknown>): Promise<void> {
  let working: Promise<unknown> | undefined
  forge.faults.inject(({ path }) => {
    if (path.includes('receive-pack')) working ??= work()
    return undefined
  })
  await run()
  await working
  forge.faults.inject(undefined)
}

const outcomes = ({ modules }: ImportReport) =>
  Object.fromEntries(modules.map(({ repository, path, outcome }) => [`${repository}/${path}`, outcome]))
const states = (proposals: readonly Proposal[]) =>
  Object.fromEntries(proposals.toReversed().map(({ blueprint, state }) => [blueprint, state.status]))

describe('an import at a host', () => {
  it('opens one pull request for each repository, which says what it brings', async () => {
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

  it('asks the host little and writes nothing when nothing has changed', async () => {
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
    expect(second?.body).toMatch(/^## Breaking changes\n/)
    const proposed = await file('groundplan/platform', path)
    expect(proposed).toContain('Name, please')
    expect(proposed).toContain('size of network')
    await forge.people.merge(owner, 'blueprints', second?.number ?? 0)
    expect(await file('main', path)).toBe(proposed)
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
    const approval = { number: 1, by: 'Ada' }
    await expect(approveProposal(approval, dependencies)).rejects.toThrow('of proposal 1 is a draft')
    expect(outcomes(await runWith(['platform-team', 'urgent']))).toEqual({ 'platform/network': 'updated' })
    expect(openPullRequests()).toMatchObject([{ labels: ['platform-team', 'urgent'], draft: true }])
    expect(outcomes(await runWith(['platform-team', 'urgent']))).toEqual({ 'platform/network': 'unchanged' })
    await run({})
    expect(openPullRequests()[0]?.labels).toEqual(['platform-team', 'urgent', 'groundplan'])
  })

  it('takes for rejected what a reviewer took off the branch before merging it', async () => {
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

  it('leaves a closed pull request alone until somebody asks again, by comment or label', async () => {
    await source('platform', ['network'])
    const { run, dependencies } = await createImporter()
    await run()
    const number = openPullRequests()[0]?.number ?? 0
    await forge.people.decline(owner, 'blueprints', number, 'ada')
    await change('platform', 'network', moduleText('network', ['name', 'size']))
    expect((await run()).modules[0]?.reason).toMatch(/was rejected, and has changed since/)
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

  it('notices at one look that a pull request was closed and asked for again', async () => {
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
    const { run } = await createImporter(UntimedProvider)
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

  it('takes for rejected what was closed before anybody here had noted its pull request', async () => {
    await source('platform', ['queue'])
    const { run, dependencies } = await createImporter()
    await run()
    // The pull request was opened, but the answer that says so never came.
    const [proposal] = await dependencies.proposals.list()
    if (proposal !== undefined) await dependencies.proposals.update({ ...proposal, pullRequest: undefined })
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
    const { provider, repository } = dependencies.host
    await provider.updatePullRequest(repository, number, { body: body.replace(' network queue)', ' queue)') })
    await run()
    expect(openPullRequests()[0]?.body).toBe(body)
  })

  it('brings nothing along of what was rejected on the same branch', async () => {
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

  it('takes for approved what was squashed with git itself, and closes its pull request', async () => {
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

  it('leaves out what was rejected at the moment at which it pushed more', async () => {
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

  it('opens no more pull requests than the limits allow, and the others later', async () => {
    for (const name of ['one', 'two', 'three']) await source(name, [`module-${name}`])
    const { run } = await createImporter()
    const review: ImportConfiguration['review'] = {
      ...plainConfiguration.review,
      group: 'repository',
      limits: { open: 2 },
    }
    const first = await run({ review })
    expect(Object.values(outcomes(first))).toEqual(['new', 'new', 'waiting'])
    expect(first.modules[2]?.reason).toMatch(/2 reviews are open/)
    expect(Object.values(outcomes(await run({ review }))).at(-1)).toBe('waiting')
    await forge.people.merge(owner, 'blueprints', openPullRequests()[0]?.number ?? 0)
    await run({ review })
    expect(openPullRequests().map(({ branch }) => branch)).toEqual(['groundplan/two', 'groundplan/three'])
  })

  it('takes off what is gone, and closes a pull request of which nothing is left', async () => {
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

  it('merges at the host what is approved here, and takes off what is rejected here', async () => {
    await source('platform', ['network', 'queue'])
    const { run, dependencies } = await createImporter()
    await run()
    const [queue, network] = await dependencies.proposals.list({ status: 'open' })
    await rejectProposal({ number: queue?.number ?? 0, by: 'Ada', reason: 'no' }, dependencies)
    expect(openPullRequests()).toMatchObject([{ title: 'Add blueprint network' }])
    await approveProposal({ number: network?.number ?? 0, by: 'Ada' }, dependencies)
    expect(pullRequests().map(({ status }) => status)).toEqual(['merged'])
    expect(Object.keys(await forge.people.readFiles(owner, 'blueprints', 'main'))).toEqual(
      expect.arrayContaining(['blueprints/network.yaml']),
    )
    expect(await file('main', 'blueprints/queue.yaml')).toBe('')
  })

  it('proposes its configuration first, and nothing else until that is merged', async () => {
    await source('platform', ['network', 'queue'])
    await forge.people.createRepository({ owner, name: 'broken', files: { 'main.tf': 'resource "x" {\n' } })
    const { run } = await createImporter()
    const onboarding = { path: 'groundplan.yaml', text: 'version: 1\n' }
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
})
