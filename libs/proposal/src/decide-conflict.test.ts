import { join } from 'node:path'
import { person } from '@groundplan/actor'
import { mergeBlueprints } from '@groundplan/blueprint'
import { LocalGitReviewRepository } from '@groundplan/scm-local-git'
import { GitRepository, isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { applyBranch } from './apply-branch.ts'
import { approveEach, rejectEach } from './bulk/decide-each.ts'
import { decideConflict } from './decide-conflict.ts'
import { approveProposal } from './decide-proposal.ts'
import { InMemoryProposalStore } from './in-memory-proposal-store.ts'
import {
  planProposal,
  type DraftRenderer,
  type MergedTexts,
  type ProposalDraft,
  type ThreeVersions,
} from './plan-proposal.ts'
import type { ConflictChoice } from './proposal-conflict.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const author = { name: 'Groundplan', email: 'groundplan@localhost' }
const ada = person('Ada')
const path = 'blueprints/queue.yaml'
const branch = 'groundplan/queue'

let directory: string
let repository: LocalGitReviewRepository
let proposals: InMemoryProposalStore
let minutes: number
const now = () => new Date(Date.UTC(2026, 0, 1, 0, (minutes += 1)))
const dependencies = () => ({ repository, proposals, renderer, now })

const text = (description: string, size: string, inputs = '') =>
  `spec_version: 2\ndescription: ${description}\ninputs:\n  size:\n    type: number\n    default: ${size}\n${inputs}grains: {}\n`

function draftOf(content: string, blueprint = 'queue'): ProposalDraft {
  const file = `blueprints/${blueprint}.yaml`
  return {
    ...{ blueprint, branch: `groundplan/${blueprint}`, contentId: content },
    changes: [{ kind: 'write', path: file, content }],
    source: { store: 'modules', path: blueprint, commit: 'abc', address: '/modules' },
    declarations: [{ kind: 'variable', name: 'size', file: 'queue/main.tf', line: 2 }],
    titles: { new: `new ${blueprint}`, update: `update ${blueprint}` },
  }
}

const renderer: DraftRenderer = {
  merge: async ({ blueprint }, versions) => merge(`blueprints/${blueprint}.yaml`, versions),
  describe: async ({ blueprint }) => `About ${blueprint}.`,
}

function merge(file: string, { base, edited, generated }: ThreeVersions): MergedTexts {
  const [before = '', ours = '', theirs = ''] = [base, edited, generated].map((texts) => texts.get(file))
  const merged = mergeBlueprints({ base: before, edited: ours, generated: theirs })
  const toDecide = merged.conflicts.map((conflict) => ({
    ...{ id: conflict.path.join('.'), file, canTakeGenerated: true },
    ...{ path: conflict.path, message: conflict.message },
    ...{ edited: conflict.edited, generated: conflict.generated },
  }))
  return {
    texts: new Map([[file, merged.text]]),
    conflicts: toDecide.map(({ message }) => message),
    toDecide,
  }
}

/** What an import does with one draft. */
async function propose(content: string, blueprint = 'queue') {
  const draft = draftOf(content, blueprint)
  const latest = (await proposals.latestByBlueprint()).get(blueprint)
  const published = (await readMain(`blueprints/${blueprint}.yaml`)) === undefined ? 'absent' : 'different'
  const action = planProposal(draft, { latest, published })
  if (action.kind === 'propose')
    await applyBranch({ branch: draft.branch, actions: [action], leaving: [] }, dependencies())
}

async function readAt(commit: string, file = path): Promise<string | undefined> {
  const entry = (await repository.listEntries(commit)).find((candidate) => candidate.path === file)
  return entry && (await repository.readTexts([entry.blobId])).get(entry.blobId)
}
const readMain = async (file = path) => readAt((await repository.readHead()).commit, file)
const tip = async () => (await repository.findBranch(branch)) ?? ''
const conflicts = async (number = 2) => (await proposals.readDetails(number)).conflicts
const decide = async (choice: ConflictChoice, index = 0, commit?: string) => {
  const { id = '' } = (await conflicts())[index] ?? {}
  const request = { number: 2, conflict: id, choice, by: ada, commit }
  return decideConflict(request, { ...dependencies(), correlationId: 'request:7' })
}

async function edit(name: string, content: string): Promise<string> {
  const clone = await GitRepository.clone(directory, join(await temporaryDirectory(), 'clone'))
  await clone.git('checkout', '--quiet', name)
  const commit = await clone.commit({ [path]: content }, 'By hand')
  await clone.git('push', '--quiet', 'origin', name)
  return commit
}

beforeEach(async () => {
  directory = join(await temporaryDirectory(), 'blueprints.git')
  repository = await LocalGitReviewRepository.open({ directory, initialFiles: [], author })
  proposals = new InMemoryProposalStore()
  minutes = 0
})

/** Proposal 2 updates what somebody edited on main: description and default both conflict. */
async function makeConflicts(): Promise<void> {
  await propose(text('A queue.', '1'))
  await approveProposal({ number: 1, by: ada }, dependencies())
  await edit('main', text('"Our queue."', '2 # ours'))
  await propose(text('A better queue.', '3'))
}

describe('a conflict between edits and what is generated', () => {
  beforeEach(makeConflicts)

  it('is kept with both sides and counted', async () => {
    expect(await conflicts()).toMatchObject([
      {
        path: ['description'],
        edited: 'description: "Our queue."',
        generated: 'description: A better queue.',
      },
      { path: ['inputs', 'size', 'default'], generated: 'default: 3' },
    ])
    expect((await proposals.find(2))?.facts).toEqual({ breaking: 0, conflicts: 2, owners: [] })
    expect((await proposals.readDetails(2)).declarations).toHaveLength(1)
  })

  it('takes what was generated into the file on the branch, and nothing else', async () => {
    const { proposal, commit } = await decide('generated', 1)
    expect(await tip()).toBe(commit)
    expect(await readAt(commit)).toBe(text('"Our queue."', '3 # ours'))
    expect(proposal.facts?.conflicts).toBe(1)
    expect((await conflicts())[1]?.decision).toEqual({ choice: 'generated', by: ada, at: expect.any(Date) })
    expect(await runGit(directory, ['log', '-1', '--format=%an|%cn|%B', branch])).toBe(
      'Ada|Ada|Use the generated change in blueprints/queue.yaml: inputs.size.default\n\nDecided by Ada.\n',
    )
    await approveProposal({ number: 2, by: ada, commit }, dependencies())
    expect(await readMain()).toBe(text('"Our queue."', '3 # ours'))
  })

  it('keeps the edits, and says so in the history of the branch', async () => {
    const before = await tip()
    const { commit, proposal } = await decide('edited')
    expect(await readAt(commit)).toBe(await readAt(before))
    expect(await runGit(directory, ['log', '-1', '--format=%P|%s', branch])).toBe(
      `${before}|Keep the edits in blueprints/queue.yaml: description`,
    )
    expect(proposal.facts?.conflicts).toBe(1)
  })

  it('is an event when it is decided: who, which conflict, which side, and how many are left', async () => {
    await decide('edited', 1)
    const [event, ...before] = await proposals.events.list({ kind: 'proposal', id: '2' }, { limit: 10 })
    expect(event).toMatchObject({ type: 'proposal.conflict-decided', actor: ada, correlationId: 'request:7' })
    expect(event?.before).toEqual({ conflicts: 2 })
    expect(event?.after).toEqual({ conflicts: 1, conflict: 'inputs.size.default', choice: 'edited' })
    expect(before.map(({ type }) => type)).toEqual(['proposal.opened'])
  })

  it('is decided once', async () => {
    await decide('edited')
    await expect(decide('generated')).rejects.toMatchObject({
      message: 'Ada has already decided this conflict.',
      details: { reason: 'decided' },
    })
  })

  it('is not decided on a branch that has changed since the reviewer looked', async () => {
    const seen = await tip()
    await edit(branch, text('Mine.', '2'))
    await expect(decide('generated', 1, seen)).rejects.toMatchObject({
      message: 'Proposal 2 has changed since you opened it.',
      details: { reason: 'changed' },
    })
    expect((await conflicts())[1]?.decision).toBeUndefined()
  })

  it('takes nothing where somebody has changed the place on the branch', async () => {
    const pushed = await edit(branch, text('Mine.', '2'))
    await expect(decide('generated')).rejects.toThrow('Someone has edited this part')
    expect(await tip()).toBe(pushed)
    const { commit } = await decide('edited')
    expect(await readAt(commit)).toBe(text('Mine.', '2'))
  })

  it('keeps a decision for the edits while both sides want the same as before', async () => {
    await decide('edited')
    await propose(text('A better queue.', '4'))
    expect((await conflicts()).map(({ decision }) => decision?.choice)).toEqual(['edited', undefined])
    await propose(text('Another queue.', '4'))
    expect((await conflicts()).map(({ decision }) => decision?.choice)).toEqual([undefined, undefined])
    expect((await proposals.find(2))?.facts?.conflicts).toBe(2)
  })

  it('refuses a conflict that is not there, and one of a decided proposal', async () => {
    const request = { number: 2, conflict: 'nothing', choice: 'edited', by: ada } as const
    await expect(decideConflict(request, dependencies())).rejects.toThrow('no conflict "nothing"')
    await approveProposal({ number: 2, by: ada }, dependencies())
    await expect(decide('edited')).rejects.toThrow('already approved')
  })

  it('keeps a bulk approval from approving it, with the reason', async () => {
    const results = await Array.fromAsync(approveEach({ selected: [{ number: 2 }], by: ada }, dependencies()))
    expect(results).toMatchObject([
      { outcome: 'refused', reason: 'conflicts', message: 'Proposal 2 has 2 undecided conflicts.' },
    ])
    await decide('edited', 0)
    await decide('edited', 1)
    const again = await Array.fromAsync(approveEach({ selected: [{ number: 2 }], by: ada }, dependencies()))
    expect(again).toMatchObject([{ outcome: 'approved' }])
  })
})

describe('a bulk decision', () => {
  const required = '  must:\n    type: string\n'

  it('tells the result of each proposal as it comes, and goes on after those that it refuses', async () => {
    await propose(text('One.', '1'))
    await approveProposal({ number: 1, by: ada }, dependencies())
    await propose(text('One.', '1', required))
    await propose(text('Two.', '1'), 'second')
    await propose(text('Three.', '1'), 'third')
    const third = (await proposals.find(4))?.generatedCommit
    await propose(text('Three, changed.', '1'), 'third')
    expect((await proposals.find(2))?.facts?.breaking).toBe(1)
    const selected = [
      { number: 2 },
      { number: 1 },
      { number: 3 },
      { number: 4, generatedCommit: third },
      { number: 9 },
    ]
    const seen: (readonly [number, string, string | undefined])[] = []
    for await (const result of approveEach({ selected, by: ada }, dependencies())) {
      seen.push([
        result.number,
        result.outcome === 'refused' ? result.reason : result.outcome,
        (await proposals.find(result.number))?.state.status,
      ])
    }
    expect(seen).toEqual([
      [2, 'breaking', 'open'],
      [1, 'decided', 'approved'],
      [3, 'approved', 'approved'],
      [4, 'changed', 'open'],
      [9, 'not-found', undefined],
    ])
    const breaking = approveEach(
      { selected: [{ number: 2 }], by: ada, acknowledgeBreaking: true },
      dependencies(),
    )
    expect(await Array.fromAsync(breaking)).toMatchObject([{ outcome: 'approved' }])
  })

  it('loses nothing when it is stopped in between', async () => {
    for (const name of ['a', 'b', 'c']) await propose(text('One.', '1'), name)
    const stop = new AbortController()
    const selected = [1, 2, 3].map((number) => ({ number }))
    for await (const { number } of approveEach({ selected, by: ada, signal: stop.signal }, dependencies()))
      if (number === 2) stop.abort()
    const states = (await proposals.list()).map(({ number, state }) => `${number} ${state.status}`)
    expect(states).toEqual(['3 open', '2 approved', '1 approved'])
    const rest = await Array.fromAsync(approveEach({ selected, by: ada }, dependencies()))
    expect(rest.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'approved'])
  })

  it('rejects with one reason', async () => {
    for (const name of ['a', 'b']) await propose(text('One.', '1'), name)
    const selected = [1, 2].map((number) => ({ number }))
    const rejection = { selected, by: ada, reason: 'Only examples.' }
    const results = await Array.fromAsync(rejectEach(rejection, dependencies()))
    expect(results).toMatchObject([{ outcome: 'rejected' }, { outcome: 'rejected' }])
    expect((await proposals.list()).map(({ state }) => 'reason' in state && state.reason)).toEqual([
      'Only examples.',
      'Only examples.',
    ])
  })

  it('approves no other proposal on the same branch unasked, and all of them together', async () => {
    const actions = ['a', 'b'].map((name) => {
      const draft = { ...draftOf(text('One.', '1'), name), branch: 'groundplan/all' }
      const action = planProposal(draft, { latest: undefined, published: 'absent' })
      if (action.kind !== 'propose') throw new Error('It is kept.')
      return action
    })
    await applyBranch({ branch: 'groundplan/all', actions, leaving: [] }, dependencies())
    const one = await Array.fromAsync(approveEach({ selected: [{ number: 1 }], by: ada }, dependencies()))
    expect(one).toMatchObject([
      { outcome: 'refused', reason: 'shared-branch', message: expect.stringContaining('#2') },
    ])
    const both = [1, 2].map((number) => ({ number }))
    const results = await Array.fromAsync(approveEach({ selected: both, by: ada }, dependencies()))
    expect(results.map(({ outcome }) => outcome)).toEqual(['approved', 'approved'])
  })
})
