import { inspect } from 'node:util'
import { ExternalServiceError, PlatformError } from '@groundplan/errors'
import { createRandom } from '@groundplan/testing'
import { afterEach, describe, expect, it } from 'vitest'
import type { ScmTestFaults, TestFault, TestRequest } from './scm-test-host.ts'
import type { UseSetting } from './scm-test-setting.ts'

const lost: readonly [string, TestFault][] = [
  ['502 after it was carried out', { kind: 'status', status: 502, when: 'after' }],
  ['502 instead of carrying it out', { kind: 'status', status: 502, when: 'before' }],
  ['a lost connection after it was carried out', { kind: 'reset', when: 'after' }],
  ['a lost connection before', { kind: 'reset', when: 'before' }],
  ['an answer that breaks off', { kind: 'reset', when: 'midway' }],
]

/** What all ports of a host promise when requests fail: what can be tried again is, and nothing is done twice. */
export function testFaults(use: UseSetting): void {
  afterEach(() => use().host.faults.inject(undefined))
  const isWrite = ({ kind, method }: TestRequest) => kind === 'api' && method !== 'GET'
  const isRequest = ({ kind }: TestRequest) => kind === 'api'

  describe.each(lost)('if the first write is answered with %s', (_, fault) => {
    const failing = <Result>(faults: ScmTestFaults, work: () => Promise<Result>) => {
      failOnce(faults, isWrite, fault)
      return work()
    }

    it('opens one pull request, and finds it', async () => {
      const { faults } = use().host
      const repository = await use().createRepository()
      await use().commit(repository, 'groundplan/network')
      const request = use().request({ body: 'Größe "x"' })
      const opened = await failing(faults, async () =>
        use().pullRequests.openPullRequest(repository, request),
      )
      expect(opened).toMatchObject({ title: request.title, body: request.body, branch: request.branch })
      expect(use().seen(repository)).toMatchObject([{ number: opened.number, status: 'open' }])
    })

    it('changes, closes and opens pull requests again', async () => {
      const { faults } = use().host
      const { host, pullRequests } = use()
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      await failing(faults, async () =>
        use().pullRequests.updatePullRequest(repository, number, { title: 'Other' }),
      )
      const update = { addLabels: ['groundplan'], draft: true }
      await failing(faults, async () => use().pullRequests.updatePullRequest(repository, number, update))
      expect(use().seen(repository)).toMatchObject([
        { title: 'Other', draft: true, labels: pullRequests.features.labels ? ['groundplan'] : [] },
      ])
      await failing(faults, async () => use().pullRequests.closePullRequest(repository, number))
      expect(use().seen(repository)).toMatchObject([{ status: 'closed' }])
      if (host.reopens === false) return
      await failing(faults, async () => use().pullRequests.reopenPullRequest(repository, number))
      expect(use().seen(repository)).toMatchObject([{ status: 'open' }])
    })

    it('merges once', async () => {
      const { faults } = use().host
      const repository = await use().createRepository()
      const commit = await use().commit(repository, 'groundplan/network')
      const { number } = await use().pullRequests.openPullRequest(repository, use().request({}))
      const merge = { number, commit, message: 'Merge network' }
      const merged = await failing(faults, async () => use().pullRequests.mergePullRequest(repository, merge))
      expect(await use().readHead(repository)).toBe(merged)
    })

    it('writes one comment and one issue', async () => {
      const { faults } = use().host
      const { people, hasIssues } = use()
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      for (const body of ['First.', 'Second.']) {
        await failing(faults, async () =>
          use().pullRequests.putComment(repository, number, { key: 'status', body }),
        )
      }
      expect(
        use()
          .seen(repository)[0]
          ?.comments.map(({ body }) => body.includes('Second.')),
      ).toEqual([true])
      if (!hasIssues) return
      for (const body of ['First.', 'Second.']) {
        await failing(faults, async () => use().issues.putIssue(repository, { title: 'Dashboard', body }))
      }
      const issues = people.listIssues(repository.owner, repository.name)
      expect(issues).toMatchObject([{ title: 'Dashboard', body: 'Second.' }])
    })

    it('sets statuses and registers webhooks', async () => {
      const { faults } = use().host
      const repository = await use().createRepository()
      const commit = await use().commit(repository, 'groundplan/network')
      const status = { key: 'groundplan', state: 'success', description: 'Good.' } as const
      await failing(faults, async () => use().pullRequests.setStatus(repository, commit, status))
      const webhook = { url: 'http://127.0.0.1:9/none', secret: 'A long secret', purpose: 'source' } as const
      await failing(faults, async () => use().webhooks.putWebhook(repository, webhook))
    })
  })

  it.each<[string, TestFault]>([
    ['a status 503', { kind: 'status', status: 503, when: 'before' }],
    ['a wish to wait', { kind: 'status', status: 429, retryAfter: 1, when: 'before' }],
    ['a primary rate limit', { kind: 'primary-rate-limit', resetInSeconds: 2 }],
    ['a secondary rate limit', { kind: 'secondary-rate-limit', retryAfter: 1 }],
  ])('goes on after %s at every third request', async (_, fault) => {
    const { faults } = use().host
    const repository = await use().createRepository()
    await use().commit(repository, 'groundplan/network')
    let count = 0
    faults.inject((request) => {
      count += isRequest(request) ? 1 : 0
      return isRequest(request) && count % 3 === 1 ? fault : undefined
    })
    const { number } = await use().pullRequests.openPullRequest(repository, use().request({}))
    await use().pullRequests.putComment(repository, number, { key: 'status', body: 'x' })
    await use().pullRequests.closePullRequest(repository, number)
    expect(use().seen(repository)).toMatchObject([{ status: 'closed', comments: [{}] }])
  })

  it.each<[string, TestFault]>([
    ['status 500', { kind: 'status', status: 500, when: 'before' }],
    ['lost connections', { kind: 'reset', when: 'before' }],
    ['a limit for an hour', { kind: 'primary-rate-limit', resetInSeconds: 3600 }],
  ])('gives up in the end if there is nothing but %s, and says that it may go later', async (_, fault) => {
    const { faults, secrets, createHost } = use().host
    const host = createHost()
    const repository = await use().createRepository()
    await use().commit(repository, 'groundplan/network')
    faults.inject((request) => (isRequest(request) ? fault : undefined))
    for (const call of [
      async () => host.repositories.getRepository(repository),
      async () => host.pullRequests.openPullRequest(repository, use().request({})),
    ]) {
      const error: unknown = await call().catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(ExternalServiceError)
      expect(error).toMatchObject({ retryable: true })
      const printed = inspect(error, { depth: 20, showHidden: true })
      for (const secret of secrets) expect(printed).not.toContain(secret)
    }
  })

  it('never opens two pull requests, whatever fails', async () => {
    const { faults } = use().host
    const random = createRandom(5)
    const all = lost.map(([, fault]) => fault)
    for (let round = 0; round < 15; round += 1) {
      const repository = await use().createRepository()
      await use().commit(repository, 'groundplan/network')
      faults.inject((request) => (isRequest(request) && random.below(10) < 5 ? random.pick(all) : undefined))
      // Two importers at once, each of which may fail.
      const hosts = [use().host.createHost(), use().host.createHost()]
      const results = await Promise.allSettled(
        hosts.map(async ({ pullRequests }) => pullRequests.openPullRequest(repository, use().request({}))),
      )
      faults.inject(undefined)
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(PlatformError)
      }
      // Where the host takes several, the next to ask clears up what was left by those who failed.
      if (use().host.uniquePullRequests === false)
        await hosts[0]?.pullRequests.openPullRequest(repository, use().request({})).catch(() => undefined)
      const open = use()
        .seen(repository)
        .filter(({ status }) => status === 'open')
      expect(open.length).toBeLessThanOrEqual(1)
    }
  })

  it('no error shows a secret', async () => {
    const { people, host } = use()
    const { secrets } = host
    const repository = await use().createRepository()
    const failed = async (call: Promise<unknown>) => call.catch((thrown: unknown) => thrown)
    const errors = [
      await failed(use().repositories.getRepository({ ...repository, name: 'unknown' })),
      await failed(use().pullRequests.openPullRequest(repository, use().request({ branch: 'none' }))),
    ]
    people.revokeToken()
    errors.push(await failed(use().repositories.getRepository(repository)))
    people.restoreToken()
    const printed = inspect(errors, { depth: 20, showHidden: true })
    for (const secret of secrets) expect(printed).not.toContain(secret)
  })
}

function failOnce(faults: ScmTestFaults, matches: (request: TestRequest) => boolean, fault: TestFault): void {
  let left = 1
  faults.inject((request) => {
    if (left === 0 || !matches(request)) return undefined
    left -= 1
    return fault
  })
}
