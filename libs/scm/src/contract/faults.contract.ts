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

/** What a ScmProvider promises when requests fail: what can be tried again is, and nothing is done twice. */
export function testFaults(use: UseSetting): void {
  afterEach(() => use().host.faults?.inject(undefined))
  const isWrite = ({ kind, method }: TestRequest) => kind === 'api' && method !== 'GET'
  const isRequest = ({ kind }: TestRequest) => kind === 'api'
  const findFaults = (skip: (note: string) => never): ScmTestFaults =>
    use().host.faults ?? skip('requests cannot be made to fail here')

  describe.each(lost)('if the first write is answered with %s', (_, fault) => {
    const failing = <Result>(faults: ScmTestFaults, work: () => Promise<Result>) => {
      failOnce(faults, isWrite, fault)
      return work()
    }

    it('opens one pull request, and finds it', async ({ skip }) => {
      const faults = findFaults(skip)
      const { provider } = use()
      const repository = await use().createRepository()
      await use().commit(repository, 'groundplan/network')
      const request = use().request({ body: 'Größe "x"' })
      const opened = await failing(faults, async () => provider.openPullRequest(repository, request))
      expect(opened).toMatchObject({ title: request.title, body: request.body, branch: request.branch })
      expect(use().seen(repository)).toMatchObject([{ number: opened.number, status: 'open' }])
    })

    it('changes, closes and opens pull requests again', async ({ skip }) => {
      const faults = findFaults(skip)
      const { provider, host, features } = use()
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      await failing(faults, async () => provider.updatePullRequest(repository, number, { title: 'Other' }))
      const update = { addLabels: ['groundplan'], draft: features.drafts }
      await failing(faults, async () => provider.updatePullRequest(repository, number, update))
      expect(use().seen(repository)).toMatchObject([
        { title: 'Other', draft: features.drafts, labels: features.labels ? ['groundplan'] : [] },
      ])
      await failing(faults, async () => provider.closePullRequest(repository, number))
      expect(use().seen(repository)).toMatchObject([{ status: 'closed' }])
      if (host.reopens === false) return
      await failing(faults, async () => provider.reopenPullRequest(repository, number))
      expect(use().seen(repository)).toMatchObject([{ status: 'open' }])
    })

    it('merges once', async ({ skip }) => {
      const faults = findFaults(skip)
      const { provider } = use()
      const repository = await use().createRepository()
      const commit = await use().commit(repository, 'groundplan/network')
      const { number } = await provider.openPullRequest(repository, use().request({}))
      const merge = { number, commit, message: 'Merge network' }
      const merged = await failing(faults, async () => provider.mergePullRequest(repository, merge))
      expect(await provider.findHead(repository)).toBe(merged)
    })

    it('writes one comment and one issue', async ({ skip }) => {
      const faults = findFaults(skip)
      const { provider, people, features } = use()
      const repository = await use().createRepository()
      const { number } = await use().open(repository)
      for (const body of ['First.', 'Second.']) {
        await failing(faults, async () => provider.putComment(repository, number, { key: 'status', body }))
      }
      expect(
        use()
          .seen(repository)[0]
          ?.comments.map(({ body }) => body.includes('Second.')),
      ).toEqual([true])
      if (!features.issues) return
      for (const body of ['First.', 'Second.']) {
        await failing(faults, async () => provider.putIssue(repository, { title: 'Dashboard', body }))
      }
      const issues = people.listIssues?.(repository.owner, repository.name)
      if (issues !== undefined) expect(issues).toMatchObject([{ title: 'Dashboard', body: 'Second.' }])
    })

    it('sets statuses and registers webhooks', async ({ skip }) => {
      const faults = findFaults(skip)
      const { provider, features } = use()
      const repository = await use().createRepository()
      const commit = await use().commit(repository, 'groundplan/network')
      const status = { key: 'groundplan', state: 'success', description: 'Good.' } as const
      await failing(faults, async () => provider.setStatus(repository, commit, status))
      if (!features.webhooks) return
      const webhook = { url: 'http://127.0.0.1:9/none', secret: 'A long secret', purpose: 'source' } as const
      await failing(faults, async () => provider.putWebhook(repository, webhook))
    })
  })

  it.each<[string, TestFault]>([
    ['a status 503', { kind: 'status', status: 503, when: 'before' }],
    ['a wish to wait', { kind: 'status', status: 429, retryAfter: 1, when: 'before' }],
    ['a primary rate limit', { kind: 'primary-rate-limit', resetInSeconds: 2 }],
    ['a secondary rate limit', { kind: 'secondary-rate-limit', retryAfter: 1 }],
  ])('goes on after %s at every third request', async (_, fault) => {
    const faults = use().host.faults
    if (faults === undefined) return
    const { provider } = use()
    const repository = await use().createRepository()
    await use().commit(repository, 'groundplan/network')
    let count = 0
    faults.inject((request) => {
      count += isRequest(request) ? 1 : 0
      return isRequest(request) && count % 3 === 1 ? fault : undefined
    })
    const { number } = await provider.openPullRequest(repository, use().request({}))
    await provider.putComment(repository, number, { key: 'status', body: 'x' })
    await provider.closePullRequest(repository, number)
    expect(use().seen(repository)).toMatchObject([{ status: 'closed', comments: [{}] }])
  })

  it.each<[string, TestFault]>([
    ['status 500', { kind: 'status', status: 500, when: 'before' }],
    ['lost connections', { kind: 'reset', when: 'before' }],
    ['a limit for an hour', { kind: 'primary-rate-limit', resetInSeconds: 3600 }],
  ])('gives up in the end if there is nothing but %s, and says that it may go later', async (_, fault) => {
    const { faults, secrets = [], createProvider } = use().host
    if (faults === undefined) return
    const provider = createProvider()
    const repository = await use().createRepository()
    await use().commit(repository, 'groundplan/network')
    faults.inject((request) => (isRequest(request) ? fault : undefined))
    for (const call of [
      async () => provider.getRepository(repository),
      async () => provider.openPullRequest(repository, use().request({})),
    ]) {
      const error: unknown = await call().catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(ExternalServiceError)
      expect(error).toMatchObject({ retryable: true })
      const printed = inspect(error, { depth: 20, showHidden: true })
      for (const secret of secrets) expect(printed).not.toContain(secret)
    }
  })

  it('never opens two pull requests, whatever fails', async ({ skip }) => {
    const faults = findFaults(skip)
    const random = createRandom(5)
    const all = lost.map(([, fault]) => fault)
    for (let round = 0; round < 15; round += 1) {
      const repository = await use().createRepository()
      await use().commit(repository, 'groundplan/network')
      faults.inject((request) => (isRequest(request) && random.below(10) < 5 ? random.pick(all) : undefined))
      // Two importers at once, each of which may fail.
      const providers = [use().host.createProvider(), use().host.createProvider()]
      const results = await Promise.allSettled(
        providers.map(async (provider) => provider.openPullRequest(repository, use().request({}))),
      )
      faults.inject(undefined)
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(PlatformError)
      }
      // Where the host takes several, the next to ask clears up what was left by those who failed.
      if (!use().features.uniquePullRequests)
        await providers[0]?.openPullRequest(repository, use().request({})).catch(() => undefined)
      const open = use()
        .seen(repository)
        .filter(({ status }) => status === 'open')
      expect(open.length).toBeLessThanOrEqual(1)
    }
  })

  it('no error shows a secret', async ({ skip }) => {
    const { provider, people, host } = use()
    const { secrets } = host
    if (secrets === undefined) return skip('there are no secrets here')
    const repository = await use().createRepository()
    const failed = async (call: Promise<unknown>) => call.catch((thrown: unknown) => thrown)
    const errors = [
      await failed(provider.getRepository({ ...repository, name: 'unknown' })),
      await failed(provider.openPullRequest(repository, use().request({ branch: 'none' }))),
    ]
    people.revokeToken?.()
    errors.push(await failed(provider.getRepository(repository)))
    people.restoreToken?.()
    const printed = inspect(errors, { depth: 20, showHidden: true })
    for (const secret of secrets) expect(printed).not.toContain(secret)
  })
}

function failOnce(faults: ScmTestFaults, befalls: (request: TestRequest) => boolean, fault: TestFault): void {
  let left = 1
  faults.inject((request) => {
    if (left === 0 || !befalls(request)) return undefined
    left -= 1
    return fault
  })
}
