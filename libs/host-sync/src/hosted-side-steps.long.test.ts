import { join } from 'node:path'
import { accountUuid, startForge, type Forge, type ForgeHost } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { runImport, type ImportConfiguration, type ImportReport } from '@groundplan/importer'
import {
  InMemoryNameReservations,
  InMemoryRepositoryRegistry,
  InMemoryScanStore,
} from '@groundplan/importer/testing'
import { InMemoryProblemStore, InMemoryProposalStore } from '@groundplan/proposal/testing'
import { generator, type ScmHost } from '@groundplan/scm'
import { BitbucketCloudHost, BitbucketDataCenterHost } from '@groundplan/scm-bitbucket'
import { GithubHost } from '@groundplan/scm-github'
import { LocalGitRepositoryReader, RemoteGitReviewRepository } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SyncConfiguration } from './sync-configuration.ts'
import { syncHosts } from './sync-hosts.ts'
import { InMemoryWebhookStore } from './webhooks/in-memory-webhook-store.ts'
import { performRegistration, registerWebhooksJob } from './webhooks/register-webhooks-job.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

let forge: Forge
let round = 0
beforeAll(async () => {
  forge = await startForge()
})
afterAll(() => forge.close())
afterEach(() => {
  forge.faults.inject(undefined)
  forge.people.restoreToken()
})

const kinds = ['github', 'bitbucket-cloud', 'bitbucket-data-center'] as const
type Kind = (typeof kinds)[number]

function openHost({ kind, apiUrl, webUrl, token }: ForgeHost): ScmHost {
  const wait = async () => {}
  const fetch = createHttpFetch({ service: kind, wait })
  switch (kind) {
    case 'github':
      return new GithubHost({ apiUrl, token, fetch, wait })
    case 'bitbucket-cloud': {
      const authentication = { kind: 'access-token', token } as const
      return new BitbucketCloudHost({ authentication, apiUrl, webUrl, fetch, wait })
    }
    case 'bitbucket-data-center':
      return new BitbucketDataCenterHost({ url: webUrl, token, fetch, wait })
  }
}

const text = 'variable "name" { type = string }\nresource "aws_sqs_queue" "this" { name = var.name }\n'

/** A host with two repositories of one module each, and an importer that wants everything that there is beside pull requests. */
async function createSituation(kind: Kind, protectedBranches: readonly string[] = []) {
  const owner = `ACME${(round += 1)}`
  const [files, name] = [{ 'README.md': '#\n' }, 'blueprints']
  await forge.people.createRepository({ owner, name, files, protected: protectedBranches })
  for (const source of ['queue', 'topic'])
    await forge.people.createRepository({ owner, name: source, files: { 'm/main.tf': text } })
  const host = forge.hosts[kind]
  const scm = openHost(host)
  const home = await temporaryDirectory()
  const path = kind === 'bitbucket-data-center' ? `scm/${owner.toLowerCase()}` : owner
  const repository = await RemoteGitReviewRepository.open({
    address: `${host.webUrl}/${path}/${name}.git`,
    findCredentials: () => scm.repositories.findGitCredentials(),
    directory: join(home, 'blueprints.git'),
    ...{ initialFiles: [], author: generator },
  })
  const [ada, grace] = ['ada', 'grace'].map((login) =>
    kind === 'bitbucket-cloud' ? accountUuid(login) : login,
  )
  const reviewers = [ada ?? '', grace ?? '']
  const labels = scm.pullRequests.features.labels ? ['groundplan'] : []
  const target = { url: 'https://g.example.com/webhooks/here', secret: 's3cret' }
  const configuration: ImportConfiguration & SyncConfiguration = {
    selections: [
      {
        ...{ host: 'here', owner, includeExamples: false, id: 'all' },
        openHost: async () => scm,
        select: (listed) => listed.filter((each) => each.name !== name),
        takesPath: () => true,
      },
    ],
    review: { group: 'repository', branchPrefix: 'groundplan/', limits: {}, askOwners: false },
    host: {
      pullRequests: scm.pullRequests,
      repository: { owner, name },
      policy: { labels, reviewers, draft: 'never' },
    },
    dashboard: { issues: scm.issues },
    webhooks: { review: { ...target, host: scm.webhooks }, findSource: () => target },
  }
  const [problems, webhooks, now] = [new InMemoryProblemStore(), new InMemoryWebhookStore(), () => new Date()]
  const proposals = new InMemoryProposalStore()
  const dependencies = {
    ...{ repository, proposals, problems, now, version: '1', modules: new MemoryModuleCache() },
    ...{ scans: new InMemoryScanStore(), names: new InMemoryNameReservations() },
    registry: new InMemoryRepositoryRegistry(),
    reader: new LocalGitRepositoryReader({ cacheDirectory: join(home, 'clones') }),
  }
  const run = async (): Promise<ImportReport> => {
    let jobs: readonly { readonly payload: unknown }[] = []
    const { signal } = new AbortController()
    const report = await runImport({ repositories: [], configured: true }, dependencies, {
      configuration: {
        ...configuration,
        afterImport: (finished) => syncHosts(finished, configuration, { ...dependencies, webhooks }),
      },
      ...{ signal, onProgress: () => {}, number: 1 },
      onFollowUp: (followUps) => void (jobs = followUps),
    })
    const readConfiguration = async () => configuration
    const imports = { setProblems: async () => {} }
    for (const { payload } of jobs) {
      const attempt = {
        id: '1',
        attempt: 1,
        isLast: true,
        signal,
        payload: registerWebhooksJob.payload.parse(payload),
      }
      await performRegistration(attempt, { ...dependencies, readConfiguration, webhooks, imports })
    }
    return report
  }
  return { owner, run, problems, reviewers, pullRequests: () => forge.people.listPullRequests(owner, name) }
}

/** From now on the host refuses these requests. Answers with what it was asked since. */
function forbid(pattern: RegExp) {
  const refused: string[] = []
  forge.faults.inject(({ method, path }) => {
    if (method === 'GET' || !pattern.test(path)) return undefined
    refused.push(`${method} ${path}`)
    return { kind: 'refusal', reason: 'not-allowed' }
  })
  return refused
}

const kindsOf = ({ problems = [] }: ImportReport) => problems.map(({ kind }) => kind).toSorted()

describe.each(kinds)('at %s', (kind) => {
  it('an import reports labels, reviewers, statuses and webhooks that are refused, until they are done', async () => {
    const { owner, run, problems, pullRequests } = await createSituation(kind)
    const pattern =
      kind === 'github'
        ? /\/(?:statuses|labels|requested_reviewers|hooks)/
        : /\/(?:statuses|builds|hooks|webhooks)|\/pull-?requests\/\d+$/
    forbid(pattern)
    const first = await run()
    expect(first.modules.map(({ outcome, reason }) => reason ?? outcome)).toEqual(['new', 'new'])
    expect(pullRequests()).toHaveLength(2)
    const labels = kind === 'github' ? ['labels'] : []
    expect(kindsOf(first)).toEqual([...labels, 'reviewers', 'reviewers', 'status'])
    const refused = forbid(pattern)
    const second = await run()
    expect(kindsOf(second)).toEqual([...labels, 'reviewers', 'reviewers', 'status', 'webhook'])
    // One of each kind, but reviewers one after the other; not one for each pull request.
    expect(refused.length).toBeLessThanOrEqual(5)
    forge.faults.inject(undefined)
    await run()
    expect(await problems.list()).toEqual([])
    for (const { number, reviewers } of pullRequests())
      expect([number, reviewers.length]).toEqual([number, 2])
    expect(forge.people.countWebhooks(owner, 'queue')).toBe(1)
    expect((await run()).problems).toEqual([])
  })

  it('the others are asked where one reviewer has left, who is named', async () => {
    const { run, pullRequests, reviewers } = await createSituation(kind)
    forge.people.leave('ada')
    const report = await run()
    expect(report.problems).toMatchObject([
      { kind: 'reviewers', message: `${reviewers[0]} was not asked to review pull requests #1 and #2.` },
    ])
    for (const each of pullRequests()) expect(each.reviewers).toHaveLength(1)
    forge.resetOperations()
    expect(kindsOf(await run())).toEqual(['reviewers'])
  })

  it('a dashboard that a branch rule refuses is a problem, and the result is there', async () => {
    const { owner, run, pullRequests } = await createSituation(kind, ['groundplan/dashboard'])
    forge.people.setIssues(owner, 'blueprints', false)
    const report = await run()
    expect(kindsOf(report)).toEqual(['dashboard'])
    expect(report.modules.map(({ outcome }) => outcome)).toEqual(['new', 'new'])
    expect(pullRequests()).toHaveLength(2)
    expect(kindsOf(await run())).toEqual(['dashboard'])
  })

  it('a pull request that cannot be closed, and a comment that is refused, are reported until they are done', async () => {
    const { owner, run, pullRequests } = await createSituation(kind)
    await run()
    // On a branch with people's work, which stays, the host does not close the pull request by itself.
    const edit = { branch: 'groundplan/queue', files: { 'blueprints/notes.txt': 'x\n' }, by: 'ada' }
    await forge.people.commit(owner, 'blueprints', edit)
    await forge.people.commit(owner, 'queue', { files: { 'm/main.tf': null, 'README.md': '#\n' } })
    forbid(/\/comments|\/decline|\/pulls\/\d+$/)
    expect(kindsOf(await run())).toEqual(['close', 'comment'])
    forbid(/\/comments/)
    const report = await run()
    expect(kindsOf(report)).toEqual(['comment'])
    expect(
      pullRequests()
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual(['closed', 'open'])
    forge.faults.inject(undefined)
    expect((await run()).problems).toEqual([])
    const closed = pullRequests().find(({ status }) => status === 'closed')
    expect(closed?.comments).toHaveLength(1)
  })

  it('a token that is revoked in the middle leaves a report of what was done', async () => {
    const { run, problems, pullRequests } = await createSituation(kind)
    let opened = 0
    forge.faults.inject(({ method, path }) => {
      if (method === 'POST' && /\/(?:pulls|pullrequests|pull-requests)$/.test(path) && (opened += 1) === 2)
        forge.people.revokeToken()
      return undefined
    })
    const report = await run()
    expect(report.modules.map(({ outcome }) => outcome)).toEqual(['new', 'failed'])
    expect(report.problems?.map(({ kind: step }) => step)).toContain('pull-request')
    expect(report.problems?.map(({ kind: step }) => step)).toContain('dashboard')
    expect(pullRequests()).toHaveLength(1)
    forge.people.restoreToken()
    await run()
    expect(await problems.list()).toEqual([])
    expect(pullRequests()).toHaveLength(2)
  })
})
