import { startForge, type Forge } from '@groundplan/forge'
import type { ImportReport } from '@groundplan/importer'
import type { NewProposal, ReportedProblem } from '@groundplan/proposal'
import { addProposal, changeOpen } from '@groundplan/proposal/testing'
import { isolateGit } from '@groundplan/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { blueprints } from './blueprint-repository.ts'
import { createState } from './create-importer.ts'
import { findUnreported } from './find-unreported.ts'
import type { Estate } from './user-actions.ts'

isolateGit()
let forge: Forge
beforeAll(async () => {
  forge = await startForge()
})
afterAll(() => forge.close())

const [owner, branch] = ['ACME', 'groundplan/queue']
const at = new Date()

const proposal: NewProposal = {
  ...{ blueprint: 'queue', kind: 'new', title: 'Add queue', branch, body: '', state: { status: 'open' } },
  ...{ generatedCommit: '1'.repeat(40), contentId: 'x', createdAt: at, updatedAt: at },
  source: { store: 'queue', path: '.', commit: '2'.repeat(40), address: '' },
}

it('sees at the host what a report does not say', async () => {
  const { people, hosts } = forge
  for (const name of [blueprints, 'queue'])
    await people.createRepository({ owner, name, files: { 'README.md': '#\n' } })
  await people.commit(owner, blueprints, { branch, files: { 'blueprints/queue.yaml': '' } })
  const request = { branch, title: 'Add queue', by: hosts.github.login }
  const number = await people.openPullRequest(owner, blueprints, request)
  const state = createState('')
  const { number: proposed } = await addProposal(state.proposals, proposal)
  const repository = { host: 'forge', id: '1', store: 'queue', owner, name: 'queue', address: '' }
  await state.registry.save([{ ...repository, formerStores: [], formerNames: [] }])
  const source = { name: 'queue', elsewhere: false, archived: false, modules: [], removed: new Map() }
  const estate: Estate = {
    ...{ sources: [source], edition: 1, words: [], host: 'github' },
    ...{ touched: new Set(), refused: new Set() },
  }
  const find = (problems: readonly ReportedProblem[]) => {
    const read = { status: 'read', name: 'queue', address: '', ref: 'main', commit: '' } as const
    const report: ImportReport = { dryRun: false, repositories: [read], modules: [], problems, seconds: 1 }
    return findUnreported({
      ...{ people, owner, host: 'github', state, estate, report, hasDashboard: true },
    })
  }
  const kindsOf = async (problems: readonly ReportedProblem[]) =>
    (await find(problems)).map((each) => /"([^"]*)"/.exec(each)?.[1])
  const problem = (kind: ReportedProblem['kind'], text: { links?: readonly string[]; message?: string }) => ({
    ...{ kind, message: '', reason: '', since: '', links: [] },
    ...text,
  })

  const extras = ['labels', 'reviewers', 'status'] as const
  expect(await kindsOf([])).toEqual([...extras, 'dashboard', 'webhook', 'webhook'])
  const others = extras.map((kind) => problem(kind, { links: [`https://host/pull/${number}0`] }))
  expect(await kindsOf(others)).toEqual([...extras, 'dashboard', 'webhook', 'webhook'])
  const told = [
    ...extras.map((kind) => problem(kind, { links: [`https://host/pull/${number}`] })),
    problem('dashboard', {}),
    problem('webhook', {
      message: `The repositories ${owner}/${blueprints} and ${owner}/queue have no webhook.`,
    }),
  ]
  expect(await find(told)).toEqual([])

  const withdrawn = { status: 'withdrawn', by: { kind: 'system' }, at, reason: 'gone' } as const
  await changeOpen(proposed, state.proposals, async (each) => ({ ...each, state: withdrawn }))
  expect(await kindsOf(told)).toEqual(['close', 'branch'])
  expect(
    await find([
      ...told,
      problem('close', { links: [`https://host/pull/${number}`] }),
      problem('branch', { message: `The branch ${branch} could not be deleted.` }),
    ]),
  ).toEqual([])
})
