import { person } from '@groundplan/actor'
import type { ModuleOutcome } from '@groundplan/importer'
import type { Proposal } from '@groundplan/proposal'
import { newProposal } from '@groundplan/proposal/testing'
import { expect, it } from 'vitest'
import { renderDashboard, type DashboardFacts } from './render-dashboard.ts'

const nothing: DashboardFacts = { proposals: [], modules: [], repositories: [], problems: [] }

const propose = (
  store: string,
  blueprint: string,
  pullRequest: number,
  state: Proposal['state'] = { status: 'open' },
): Proposal => {
  const { body: _, ...rest } = newProposal()
  return {
    ...{ ...rest, number: pullRequest, blueprint, state, branch: `groundplan/${pullRequest}` },
    source: { ...rest.source, store, address: `https://github.com/acme/${store}.git`, kind: 'github' },
    pullRequest: { number: pullRequest, url: `https://github.com/acme/blueprints/pull/${pullRequest}` },
  }
}

const wait = (repository: string, blueprint: string, reason: string): ModuleOutcome => ({
  ...{ repository, path: blueprint, blueprint, reason },
  ...{ outcome: 'waiting', diagnostics: [] },
})

it('is grouped by repository, links pull requests and repositories, and has one line for each reason to wait', () => {
  const reason = 'at most 2 pull requests can be open'
  const closed = { status: 'rejected', by: person('ada'), at: new Date(0), reason: undefined } as const
  const text = renderDashboard(
    {
      ...nothing,
      proposals: [
        propose('platform', 'queue', 4),
        propose('platform', 'network', 4),
        propose('data', 'lake', 3),
        propose('data', 'spark', 2, closed),
      ],
      modules: [wait('risk', 'vpc', reason), wait('risk', 'eks', reason), wait('cards', 'rds', reason)],
      repositories: [
        { status: 'skipped', name: 'empty', address: 'https://github.com/acme/e', reason: 'It is empty.' },
        { status: 'failed', address: 'https://github.com/acme/x', code: 'not-found', message: 'No access.' },
      ],
    },
    10_000,
  )
  expect(text).toMatchInlineSnapshot(`
    "The state of all proposals. Imports update this page when something changes.

    ## Waiting for review

    - **[data](https://github.com/acme/data)**: [#3](https://github.com/acme/blueprints/pull/3) \`lake\`
    - **[platform](https://github.com/acme/platform)**: [#4](https://github.com/acme/blueprints/pull/4) \`network\`, \`queue\`

    ## Queued

    3 modules in 2 repositories wait: at most 2 pull requests can be open.

    - **cards**: \`rds\`
    - **risk**: \`eks\`, \`vpc\`

    ## Closed

    To reopen a closed pull request, add the label \`groundplan-again\` or comment \`/groundplan again\`.

    - **[data](https://github.com/acme/data)**: \`spark\` ([#2](https://github.com/acme/blueprints/pull/2))

    ## Problems

    - \`https://github.com/acme/x\`: \`No access.\`

    1 repository is empty.
    "
  `)
})

it('says what is left out where there is too much, and never exceeds the limit of a host', () => {
  const proposals = Array.from({ length: 3_000 }, (_, index) =>
    propose(`team-${index % 600}-infrastructure`, `blueprint-${index}`, 1 + (index % 600)),
  )
  const modules = Array.from({ length: 9_000 }, (_, index) =>
    wait(`repository-${index % 900}`, `module-${index}`, 'at most 10 pull requests can be open'),
  )
  const repositories = Array.from({ length: 500 }, (_, index) => ({
    ...({ status: 'failed', code: 'internal', message: 'x'.repeat(2_000) } as const),
    address: `https://github.com/acme/broken-${index}`,
  }))
  const facts = { ...nothing, proposals, modules, repositories }
  for (const limit of [65_400, 32_600, 5_000, 300])
    expect(renderDashboard(facts, limit).length).toBeLessThanOrEqual(limit)
  const text = renderDashboard(facts, 65_400)
  expect(text).toContain('9000 modules in 900 repositories wait: at most 10 pull requests can be open.')
  expect(text).toMatch(/- and \d+ more repositories\n/)
  expect(text).toMatch(/- and \d+ more problems\n/)
  expect(text).toContain('## Problems')
})
