import type { ImportReport } from '@groundplan/importer'
import { takeTurns } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { createSituation, forge, kinds } from './hosted-situation.fixture.ts'

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

describe.each(takeTurns(kinds))('at %s', (kind) => {
  it('an import reports labels, reviewers, statuses and webhooks that are refused, until they are done', async () => {
    const { owner, run, problems, pullRequests, readDashboard } = await createSituation(kind)
    const pattern =
      kind === 'github'
        ? /\/(?:statuses|labels|requested_reviewers|hooks)/
        : /\/(?:statuses|builds|hooks|webhooks)|\/pull-?requests\/\d+$/
    forbid(pattern)
    const first = await run()
    expect(first.modules.map(({ outcome, reason }) => reason ?? outcome)).toEqual(['new', 'new'])
    expect(pullRequests()).toHaveLength(2)
    const labels = kind === 'github' ? ['labels'] : []
    const all = [...labels, 'reviewers', 'reviewers', 'status', 'webhook']
    expect(kindsOf(first)).toEqual(all)
    // Webhooks are registered after the import; the dashboard tells of them as well.
    expect(await readDashboard()).toContain('no webhook')
    const refused = forbid(pattern)
    const second = await run()
    expect(kindsOf(second)).toEqual(all)
    // One of each kind, but reviewers one after the other; not one for each pull request.
    expect(refused.length).toBeLessThanOrEqual(5)
    forge.faults.inject(undefined)
    await run()
    expect(await problems.list()).toEqual([])
    expect(await readDashboard()).not.toContain('## Problems')
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
    const { owner, run, pullRequests } = await createSituation(kind, {
      protectedBranches: ['groundplan/dashboard'],
    })
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
    expect(closed?.comments).toMatchObject([
      { body: expect.stringContaining('nothing is left to propose. Its module was removed.') },
    ])
  })

  it('branches of its own that had another prefix are taken away, with their pull requests; those of people stay', async () => {
    const { owner, run, pullRequests } = await createSituation(kind)
    forge.people.setIssues(owner, 'blueprints', false)
    const find = (branch: string) => forge.people.findBranch(owner, 'blueprints', branch)
    const begin = (prefix: string) => {
      const review = { group: 'repository', branchPrefix: prefix, limits: {}, askOwners: false } as const
      const dashboard = { issues: undefined }
      const onboarding = { path: 'groundplan.yaml', text: 'version: 1\n', branch: `${prefix}configure` }
      return { review, dashboard, onboarding }
    }
    await run(begin('feature/a-'))
    for (const branch of ['feature/configure', 'feature/dashboard'])
      await forge.people.commit(owner, 'blueprints', { branch, files: { 'x.txt': 'x\n' }, by: 'ada' })
    await run(begin('feature/b-'))
    expect(pullRequests().map(({ branch, status }) => [branch, status])).toEqual([
      ['feature/a-configure', 'closed'],
      ['feature/b-configure', 'open'],
    ])
    expect(pullRequests()[0]?.comments[0]?.body).toContain('prefix of branches was changed')
    expect([find('feature/a-configure'), typeof find('feature/b-configure')]).toEqual([undefined, 'string'])
    const { onboarding: _, ...later } = begin('feature/b-')
    await run(later)
    expect(find('feature/b-dashboard')).toBeDefined()
    expect((await run({ ...later, ...begin('feature/c-'), onboarding: undefined })).problems).toEqual([])
    expect([find('feature/b-dashboard'), typeof find('feature/c-dashboard')]).toEqual([undefined, 'string'])
    for (const branch of ['feature/configure', 'feature/dashboard', 'feature/b-queue'])
      expect(find(branch), branch).toBeDefined()
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
