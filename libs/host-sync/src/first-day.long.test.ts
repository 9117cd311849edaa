import { accountUuid } from '@groundplan/forge'
import { takeTurns } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { createSituation, forge, forgeClock, kinds, moduleText } from './hosted-situation.fixture.ts'

const hour = 3_600_000
const codeOwners = (kind: string) =>
  kind === 'bitbucket-cloud' ? `* @${accountUuid('linus')}\n` : '* @linus\n'
const nameAt = (kind: string, login: string) => (kind === 'bitbucket-cloud' ? accountUuid(login) : login)

describe.each(takeTurns(kinds))('on the first day at %s', (kind) => {
  it('the pull request with the configuration asks people, has labels, and says what will be named how', async () => {
    forge.people.join('linus')
    const { owner, run, pullRequests } = await createSituation(kind, {
      sources: {
        network: { 'vpc/main.tf': moduleText, CODEOWNERS: codeOwners(kind) },
        risk: { 'vpc/main.tf': moduleText, 'eks/main.tf': moduleText },
        'still-empty': {},
      },
      review: { askOwners: true },
      policy: { reviewers: [nameAt(kind, 'ada')], asksDefaultReviewers: true },
    })
    forge.people.setDefaultReviewers(owner, 'blueprints', ['grace'])
    const schema = { kind: 'write', path: 'blueprints/.schema/blueprint.json', content: '{}\n' } as const
    const branch = 'groundplan/configure'
    const onboarding = { path: 'groundplan.yaml', text: 'version: 1\n', branch, files: [schema] }
    const report = await run({ onboarding })
    expect(report.onboarding?.url).toMatch(/^http/)
    // Editors find the schema that the file names, also where the repository was not empty.
    expect(await forge.people.readFiles(owner, 'blueprints', branch)).toMatchObject({
      ...{ 'README.md': '#\n', 'groundplan.yaml': 'version: 1\n', [schema.path]: '{}\n' },
    })
    expect(report.waiting).toEqual([
      { reason: 'the configuration is not merged yet', modules: 3, repositories: 2 },
    ])
    const [first] = pullRequests()
    // GitHub has no default reviewers; it asks the owners of the blueprint repository by itself.
    const asked = kind === 'github' ? ['ada', 'linus'] : ['ada', 'grace', 'linus']
    expect(first?.reviewers.toSorted()).toEqual(asked)
    expect(first?.labels).toEqual(kind === 'github' ? ['groundplan'] : [])
    expect(first?.body).toContain('1 repository is empty; it is read once somebody pushes to it.')
    const rows = (first?.body ?? '').split('\n').filter((line) => /^\| (`|network|risk)/.test(line))
    expect(rows).toHaveLength(5)
    const names = rows.flatMap((row) => /^\| `([^`]+)`/.exec(row)?.[1] ?? [])
    // What it says is what is proposed.
    const proposed = await run()
    expect(proposed.modules.map(({ blueprint }) => blueprint).toSorted()).toEqual(names.toSorted())
    expect(forge.violations).toEqual([])
  })

  it('people who were taken off the pull request with the configuration are not asked again', async () => {
    const { owner, run, pullRequests } = await createSituation(kind, { policy: { labels: ['x'] } })
    const onboarding = { path: 'groundplan.yaml', text: 'version: 1\n', branch: 'groundplan/configure' }
    forge.people.leave('ada')
    const first = await run({ onboarding })
    expect(first.problems?.map(({ kind: step }) => step)).toEqual(['reviewers'])
    expect(pullRequests()[0]?.reviewers).toEqual(['grace'])
    if (kind === 'github') await forge.people.unlabel(owner, 'blueprints', 1, 'x')
    forge.people.join('ada')
    const second = await run({ onboarding })
    expect(second.problems).toEqual([])
    expect(pullRequests()[0]?.reviewers.toSorted()).toEqual(['ada', 'grace'])
    expect(pullRequests()[0]?.labels).toEqual([])
  })

  it('the report links every pull request, and says in one line what waits, which the dashboard shows by repository', async () => {
    forgeClock.behind = hour
    const { run, pullRequests, readDashboard } = await createSituation(kind, {
      sources: {
        network: { 'vpc/main.tf': moduleText, 'dns/main.tf': moduleText },
        risk: { 'eks/main.tf': moduleText, 'rds/main.tf': moduleText },
        cards: { 'queue/main.tf': moduleText },
        empty: {},
      },
      review: { limits: { open: 1 } },
    })
    forgeClock.behind = 0
    const report = await run()
    const [opened] = pullRequests()
    const proposed = report.modules.filter(({ outcome }) => outcome === 'new')
    expect(proposed).not.toEqual([])
    for (const { pullRequest, reviewUrl } of proposed) {
      expect(pullRequest).toBe(opened?.number)
      expect(reviewUrl).toMatch(/^http.*\/(?:pull|pull-requests)\/\d+/)
    }
    const waiting = report.modules.filter(({ outcome }) => outcome === 'waiting')
    const reason = 'at most 1 pull request can be open (pull-requests.limits.open)'
    expect(report.waiting).toEqual([{ reason, modules: waiting.length, repositories: 2 }])
    const dashboard = await readDashboard()
    expect(dashboard.split(reason)).toHaveLength(2)
    for (const { repository, blueprint } of waiting)
      expect(dashboard).toMatch(new RegExp(`\\*\\*.*${repository}.*\\*\\*: .*\`${blueprint}\``))
    expect(dashboard).toContain(`[#${opened?.number}](${proposed[0]?.reviewUrl})`)
    expect(dashboard).toContain('1 repository is empty.')
  })

  it('an import with nothing changed asks the host for nothing because of the dashboard', async () => {
    forgeClock.behind = hour
    const { run } = await createSituation(kind)
    await run()
    forgeClock.behind = -5 * 60_000
    const requests: string[] = []
    forge.faults.inject(({ kind: sort, method, path }) => {
      if (sort === 'api' || path.includes('receive-pack')) requests.push(`${method} ${path}`)
      return undefined
    })
    await run()
    forge.faults.inject(undefined)
    forgeClock.behind = 0
    expect(requests.filter((request) => /issues|\/user\b|receive-pack/.test(request))).toEqual([])
  })

  it('a pull request links pages, not addresses to clone, and an update says what changed, as does its commit', async () => {
    const { owner, run, pullRequests, readMessage } = await createSituation(kind, {
      sources: { network: { 'vpc/main.tf': moduleText } },
    })
    await run()
    const [{ body, commit: first } = { body: '', commit: '' }] = pullRequests()
    expect(await readMessage(first)).toMatch(/^Add blueprint vpc\n/)
    expect(body).not.toMatch(/\]\([^)]*\.git\)/)
    const page = { github: '/tree/', 'bitbucket-cloud': '/src/', 'bitbucket-data-center': '/browse/' }[kind]
    expect(body).toMatch(new RegExp(`\\]\\(http[^)]*${page}`))
    const changed = `variable "cidr" { type = string }\n${moduleText}`
    await forge.people.commit(owner, 'network', { files: { 'vpc/main.tf': changed } })
    await run()
    const [updated] = pullRequests()
    expect(updated?.body).toContain('## Changed since')
    expect(updated?.body).toMatch(/new required input `cidr`/)
    expect(await readMessage(updated?.commit ?? '')).toMatch(
      /^Update blueprint vpc: new required input `cidr`/,
    )
  })
})
