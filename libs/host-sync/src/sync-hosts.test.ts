import { person } from '@groundplan/actor'
import { join } from 'node:path'
import { startForge, type Forge } from '@groundplan/forge'
import { NotAllowedError } from '@groundplan/errors'
import { createHttpFetch } from '@groundplan/http'
import { plainConfiguration, type FinishedImport } from '@groundplan/importer'
import { SideSteps, type NewProposal } from '@groundplan/proposal'
import {
  addProposal,
  changeOpen,
  InMemoryProblemStore,
  InMemoryProposalStore,
} from '@groundplan/proposal/testing'
import { generator } from '@groundplan/scm'
import { GithubHost } from '@groundplan/scm-github'
import { LocalGitReviewRepository, RemoteGitReviewRepository } from '@groundplan/scm-local-git'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SyncConfiguration } from './sync-configuration.ts'
import { syncHosts, type SyncDependencies } from './sync-hosts.ts'
import { InMemoryDashboardStore } from './dashboard/in-memory-dashboard-store.ts'
import { InMemoryWebhookStore } from './webhooks/in-memory-webhook-store.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

let forge: Forge
let round = 0
beforeAll(async () => {
  forge = await startForge()
})
afterAll(() => forge.close())

const day = 24 * 3_600_000

const nothing: FinishedImport = {
  repositories: [],
  modules: [],
  ...{ selected: [], isListed: true },
  isWhole: true,
  isProposed: true,
  problems: [],
  sideSteps: new SideSteps({ now: () => new Date() }),
}

function propose(blueprint: string, number: number, state: NewProposal['state']): NewProposal {
  const at = new Date()
  return {
    ...{ blueprint, state, kind: 'new', title: `Add blueprint ${blueprint}`, branch: blueprint, body: '' },
    ...{ generatedCommit: '1'.repeat(40), contentId: 'x', createdAt: at, updatedAt: at },
    source: {
      store: 'platform',
      path: '.',
      commit: '2'.repeat(40),
      address: 'https://example.com/platform.git',
    },
    pullRequest: { number, url: `https://example.com/pull/${number}` },
  }
}

async function createHosts() {
  const owner = `acme-${(round += 1)}`
  await forge.people.createRepository({ owner, name: 'blueprints', files: { 'README.md': '#\n' } })
  const { apiUrl, webUrl, token } = forge.hosts.github
  const fetch = createHttpFetch({ service: 'github', wait: async () => {} })
  const github = new GithubHost({ apiUrl, token, fetch, wait: async () => {} })
  const directory = join(await temporaryDirectory(), 'blueprints.git')
  const problems = new InMemoryProblemStore()
  const proposals = new InMemoryProposalStore()
  const dependencies = {
    repository: await LocalGitReviewRepository.open({ directory, initialFiles: [], author: generator }),
    ...{
      proposals,
      webhooks: new InMemoryWebhookStore(),
      dashboards: new InMemoryDashboardStore(),
      now: () => new Date(),
    },
  }
  const host = {
    ...{ pullRequests: github.pullRequests, repository: { owner, name: 'blueprints' } },
    policy: { labels: [], reviewers: [], draft: 'never' },
  } as const
  const sync = (
    finished: Partial<FinishedImport>,
    settings: Partial<SyncConfiguration>,
    others: Partial<SyncDependencies> = {},
  ) => {
    const sideSteps = new SideSteps({ problems, now: () => new Date() })
    return syncHosts(
      { ...nothing, sideSteps, ...finished },
      { ...plainConfiguration, host, ...settings },
      { ...dependencies, ...others },
    )
  }
  return {
    owner,
    proposals,
    problems,
    repository: dependencies.repository,
    remote: await RemoteGitReviewRepository.open({
      address: `${webUrl}/${owner}/blueprints.git`,
      findCredentials: () => github.repositories.findGitCredentials(),
      directory: join(await temporaryDirectory(), 'copy.git'),
      ...{ initialFiles: [], author: generator },
    }),
    sync,
    webhookHost: github.webhooks,
    dashboard: { issues: github.issues },
    listIssues: () => forge.people.listIssues(owner, 'blueprints'),
  }
}

describe('after an import', () => {
  it('a job registers the webhooks that are missing, if any are', async () => {
    const { owner, sync, webhookHost } = await createHosts()
    const webhooks = {
      review: { url: 'https://g.example.com/webhooks/', secret: 's', host: webhookHost },
      findSource: () => undefined,
    }
    expect((await sync({ number: 3 }, { webhooks })).jobs).toMatchObject([
      { kind: { name: 'register-webhooks' }, key: '3', payload: { import: 3, repositories: [] } },
    ])
    expect((await sync({ number: 4 }, {})).jobs).toEqual([])
    expect(forge.people.countWebhooks(owner, 'blueprints')).toBe(0)
  })

  it('a repository that has not changed is registered as well, once webhooks are wanted', async () => {
    const { sync, webhookHost } = await createHosts()
    const selected = [{ host: 'github', id: '7', owner: 'acme', name: 'queue', webhooks: webhookHost }]
    const webhooks = { review: undefined, findSource: () => ({ url: 'https://g.example.com/', secret: 's' }) }
    expect((await sync({ number: 3, selected }, { webhooks })).jobs).toMatchObject([
      { payload: { repositories: [{ id: '7', name: 'queue' }] } },
    ])
  })

  it('the problem of a webhook ends with its repository, and is known by its new name', async () => {
    const { problems, sync, webhookHost } = await createHosts()
    const webhooks = { review: undefined, findSource: () => ({ url: 'https://g.example.com/', secret: 's' }) }
    const keep = async (id: string, name: string) => {
      const steps = new SideSteps({ problems, now: () => new Date() })
      const step = {
        kind: 'webhook',
        subject: `acme/${name}`,
        about: JSON.stringify(['github', id]),
      } as const
      await steps.fail(step, new NotAllowedError('The token may not do that.'))
    }
    await keep('7', 'queue')
    await keep('8', 'gone')
    const selected = [{ host: 'github', id: '7', owner: 'acme', name: 'queues', webhooks: webhookHost }]
    const subjects = async () => (await problems.list()).map(({ subject }) => subject)
    // The host could not be asked for all of them.
    await sync({ number: 3, isListed: false }, { webhooks })
    expect(await subjects()).toEqual(['acme/queue', 'acme/gone'])
    const { jobs } = await sync({ number: 4, selected }, { webhooks })
    expect(await subjects()).toEqual([])
    expect(jobs).toMatchObject([{ payload: { repositories: [{ id: '7', name: 'queues' }] } }])
  })

  it('one issue shows what waits, what was closed and what failed', async () => {
    const { proposals, sync, dashboard, listIssues } = await createHosts()
    await addProposal(proposals, propose('lake', 2, { status: 'open' }))
    const network = await addProposal(proposals, propose('network', 1, { status: 'open' }))
    await sync({}, { dashboard })
    const state = { status: 'rejected', by: person('ada'), at: new Date(), reason: undefined } as const
    await changeOpen(network.number, proposals, async (proposal) => ({ ...proposal, state }))
    const failure = {
      repository: 'broken',
      path: '.',
      outcome: 'failed',
      reason: 'no',
      diagnostics: [],
    } as const
    await sync({ modules: [failure] }, { dashboard })
    expect(listIssues()).toHaveLength(1)
    const body = listIssues()[0]?.body
    expect(body).toContain(
      '## Waiting for review\n\n- **platform**: [#2](https://example.com/pull/2) `lake`\n',
    )
    expect(body).toMatch(/## Closed\n[^#]*- \*\*platform\*\*: `network` \(\[#1\]/)
    expect(body).toMatch(/## Problems\n\n- `broken`: `no`/)
  })

  it('a dashboard that says the same costs no request, for a day', async () => {
    const { owner, sync, dashboard, listIssues, proposals } = await createHosts()
    await addProposal(proposals, propose('lake', 2, { status: 'open' }))
    await sync({}, { dashboard })
    forge.resetOperations()
    await sync({}, { dashboard })
    expect(forge.operations).toMatchObject({ api: 0, git: 0 })
    await forge.people.closeIssue(owner, 'blueprints', 1, 'ada')
    await sync({}, { dashboard })
    expect(listIssues()).toMatchObject([{ open: false }])
    await sync({}, { dashboard }, { now: () => new Date(Date.now() + day) })
    expect(listIssues()).toMatchObject([{ open: true }])
    await addProposal(proposals, propose('network', 3, { status: 'open' }))
    await sync({}, { dashboard })
    expect(listIssues()).toMatchObject([{ body: expect.stringContaining('`network`') }])
  })

  it('the dashboard is a file while issues are switched off, and an issue again once they are on', async () => {
    const { owner, sync, dashboard, listIssues, problems, repository } = await createHosts()
    forge.people.setIssues(owner, 'blueprints', false)
    const first = await sync({}, { dashboard })
    expect(first.notes).toEqual([
      `The dashboard is DASHBOARD.md on the branch groundplan/dashboard, because it cannot be an issue: Issues are turned off in ${owner}/blueprints.`,
    ])
    expect(await repository.findBranch('groundplan/dashboard')).toBeDefined()
    expect((await sync({}, { dashboard })).notes).toEqual([])
    forge.people.setIssues(owner, 'blueprints', true)
    await sync({}, { dashboard })
    expect(listIssues()).toHaveLength(1)
    expect(await repository.findBranch('groundplan/dashboard')).toBeUndefined()
    expect(await problems.list()).toEqual([])
  })

  it('the schemas for editors come in a pull request of their own, again when they change', async () => {
    const { owner, sync, remote } = await createHosts()
    const schema = (content: string) =>
      [{ kind: 'write', path: 'blueprints/.schema/a.json', content }] as const
    const pullRequests = () => forge.people.listPullRequests(owner, 'blueprints')
    const branch = 'groundplan/editor-schemas'
    await sync({}, {}, { repository: remote, schemas: schema('1') })
    await sync({}, {}, { repository: remote, schemas: schema('1') })
    expect(pullRequests()).toMatchObject([{ branch, status: 'open' }])
    await sync({}, {}, { repository: remote, schemas: schema('2') })
    expect(pullRequests()).toHaveLength(1)
    await forge.people.merge(owner, 'blueprints', 1)
    await remote.refresh()
    await sync({}, {}, { repository: remote, schemas: schema('2') })
    expect((await forge.people.readFiles(owner, 'blueprints', 'main'))['blueprints/.schema/a.json']).toBe('2')
    expect(forge.people.findBranch(owner, 'blueprints', branch)).toBeUndefined()
    await sync({}, {}, { repository: remote, schemas: schema('3') })
    expect(pullRequests().map(({ status }) => status)).toEqual(['merged', 'open'])
    await forge.people.decline(owner, 'blueprints', 2)
    await sync({}, {}, { repository: remote, schemas: schema('4') })
    expect(pullRequests().map(({ status }) => status)).toEqual(['merged', 'closed'])
  })

  it('the schemas of a repository of our own are renewed at once', async () => {
    const { sync, repository } = await createHosts()
    const schemas = [{ kind: 'write', path: 'blueprints/.schema/a.json', content: 'new' }] as const
    await sync({ isWhole: false }, { host: undefined }, { schemas })
    const { commit } = await repository.readHead()
    const [entry] = await repository.readEntries(commit, ['blueprints/.schema/a.json'])
    const texts = await repository.readTexts([entry?.blobId ?? ''])
    expect([...texts.values()]).toEqual(['new'])
    await sync({ isWhole: false }, { host: undefined }, { schemas })
    expect((await repository.readHead()).commit).toBe(commit)
  })

  it('the dashboard is a file where the token may not write issues', async () => {
    const { sync, dashboard, listIssues, problems, repository } = await createHosts()
    const isIssue = ({ method, path }: { method: string; path: string }) =>
      method === 'POST' && path.endsWith('/issues')
    forge.faults.inject((request) =>
      isIssue(request) ? { kind: 'refusal', reason: 'not-allowed' } : undefined,
    )
    await sync({}, { dashboard })
    forge.faults.inject(undefined)
    expect(listIssues()).toEqual([])
    expect(await repository.findBranch('groundplan/dashboard')).toBeDefined()
    expect(await problems.list()).toEqual([])
  })

  it('a dashboard that cannot be written is a problem until it is, and stops nothing', async () => {
    const { sync, dashboard, problems, webhookHost } = await createHosts()
    const webhooks = {
      review: { url: 'https://g.example.com/webhooks/', secret: 's', host: webhookHost },
      findSource: () => undefined,
    }
    forge.people.revokeToken()
    const { jobs } = await sync({ number: 3 }, { dashboard, webhooks })
    forge.people.restoreToken()
    expect(jobs).toHaveLength(1)
    expect(await problems.list()).toMatchObject([
      { kind: 'dashboard', reason: expect.stringContaining('token') },
    ])
    await sync({ number: 4 }, { dashboard, webhooks })
    expect(await problems.list()).toEqual([])
  })

  it.each([
    ['a part of what is configured was imported', { isWhole: false }],
    ['the configuration waits to be merged', { isProposed: false }],
  ])('the dashboard stays as it is if %s', async (_, finished) => {
    const { sync, dashboard, listIssues } = await createHosts()
    await sync(finished, { dashboard })
    expect(listIssues()).toEqual([])
  })
})
