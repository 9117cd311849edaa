import { join } from 'node:path'
import { person } from '@groundplan/actor'
import { LocalGitReviewRepository } from '@groundplan/scm-local-git'
import { isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { applyBranch } from '../apply-branch.ts'
import { InMemoryProposalStore } from '../in-memory-proposal-store.ts'
import { planProposal, type DraftRenderer, type ProposalDraft } from '../plan-proposal.ts'
import { approveEach, rejectEach, type DecisionResult } from './decide-each.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const ada = person('Ada')
const branch = 'groundplan/all'

let directory: string
let repository: LocalGitReviewRepository
let proposals: InMemoryProposalStore
let minutes: number
const now = () => new Date(Date.UTC(2026, 0, 1, 0, (minutes += 1)))
const dependencies = () => ({ repository, proposals, renderer, now })

const renderer: DraftRenderer = {
  merge: () => Promise.reject(new Error('Nobody has edited anything.')),
  describe: async ({ blueprint }) => `About ${blueprint}.`,
}

function draftOf(blueprint: string, description: string): ProposalDraft {
  const content = `spec_version: 2\ndescription: ${description}\ngrains: {}\n`
  return {
    ...{ blueprint, branch, contentId: content },
    changes: [{ kind: 'write', path: `blueprints/${blueprint}.yaml`, content }],
    source: { store: 'modules', path: blueprint, commit: 'abc', address: '/modules' },
    declarations: [],
    titles: { new: `new ${blueprint}`, update: `update ${blueprint}` },
  }
}

/** What an import does with drafts that share a branch. */
async function propose(drafts: Readonly<Record<string, string>>): Promise<void> {
  const latest = await proposals.latestByBlueprint()
  const actions = Object.entries(drafts).flatMap(([blueprint, description]) => {
    const draft = draftOf(blueprint, description)
    const action = planProposal(draft, { latest: latest.get(blueprint), published: 'absent' })
    return action.kind === 'propose' ? [action] : []
  })
  await applyBranch({ branch, actions, leaving: [] }, dependencies())
}

/** As a list in which a reviewer selects. */
async function select(...numbers: readonly number[]) {
  const all = await proposals.list()
  return numbers.map((number) => ({
    number,
    generatedCommit: all.find((each) => each.number === number)?.generatedCommit,
  }))
}

const outcomes = async (results: AsyncIterable<DecisionResult>) =>
  (await Array.fromAsync(results)).map((result) =>
    result.outcome === 'refused' ? `${result.number} ${result.reason}` : `${result.number} ${result.outcome}`,
  )
const states = async () =>
  (await proposals.list()).map(({ number, state }) => `${number} ${state.status}`).toSorted()
const commitsOnBranch = async () =>
  Number(await runGit(directory, ['rev-list', '--count', `main..${branch}`]))

beforeEach(async () => {
  directory = join(await temporaryDirectory(), 'blueprints.git')
  const author = { name: 'Groundplan', email: 'groundplan@localhost' }
  repository = await LocalGitReviewRepository.open({ directory, initialFiles: [], author })
  proposals = new InMemoryProposalStore()
  minutes = 0
})

describe('a bulk decision about proposals that share a branch', () => {
  it('writes the branch once for all that it rejects', async () => {
    await propose({ a: 'One.', b: 'Two.', c: 'Three.', d: 'Four.' })
    const before = await commitsOnBranch()
    const selected = await select(1, 2, 4)
    const rejection = { selected, by: ada, reason: 'Only examples.' }
    expect(await outcomes(rejectEach(rejection, dependencies()))).toEqual([
      '1 rejected',
      '2 rejected',
      '4 rejected',
    ])
    expect(await states()).toEqual(['1 rejected', '2 rejected', '3 open', '4 rejected'])
    expect(await commitsOnBranch()).toBe(before + 1)
    expect(await runGit(directory, ['ls-tree', '-r', '--name-only', branch])).toContain('c.yaml')
    expect(await runGit(directory, ['ls-tree', '-r', '--name-only', branch])).not.toContain('a.yaml')
  })

  it('deletes a branch of which nothing is left', async () => {
    await propose({ a: 'One.', b: 'Two.' })
    const rejection = { selected: await select(1, 2), by: ada }
    expect(await outcomes(rejectEach(rejection, dependencies()))).toEqual(['1 rejected', '2 rejected'])
    expect(await repository.findBranch(branch)).toBeUndefined()
  })

  it('rejects none that has changed since it was selected', async () => {
    await propose({ a: 'One.', b: 'Two.' })
    const selected = await select(1, 2)
    await propose({ b: 'Changed.' })
    expect(await outcomes(rejectEach({ selected, by: ada }, dependencies()))).toEqual([
      '1 rejected',
      '2 changed',
    ])
    expect(await states()).toEqual(['1 rejected', '2 open'])
  })

  it('approves none of them if one has changed since it was selected', async () => {
    await propose({ a: 'One.', b: 'Two.' })
    const selected = await select(1, 2)
    await propose({ b: 'Changed.' })
    expect(await outcomes(approveEach({ selected, by: ada }, dependencies()))).toEqual([
      '1 changed',
      '2 changed',
    ])
    expect(await states()).toEqual(['1 open', '2 open'])
  })

  it('approves none of them if one changes at the last moment', async () => {
    await propose({ a: 'One.', b: 'Two.' })
    const selected = await select(1, 2)
    const { exclusively } = proposals
    proposals.exclusively = async (...request) => {
      proposals.exclusively = exclusively
      await propose({ b: 'Changed.' })
      return proposals.exclusively(...request)
    }
    expect(await outcomes(approveEach({ selected, by: ada }, dependencies()))).toEqual([
      '1 changed',
      '2 changed',
    ])
    expect(await states()).toEqual(['1 open', '2 open'])
  })

  it('approves all of them with one merge', async () => {
    await propose({ a: 'One.', b: 'Two.', c: 'Three.' })
    const selected = await select(3, 1, 2)
    expect(await outcomes(approveEach({ selected, by: ada }, dependencies()))).toEqual([
      '3 approved',
      '1 approved',
      '2 approved',
    ])
    expect(await runGit(directory, ['rev-list', '--count', '--merges', 'main'])).toBe('1')
  })
})
