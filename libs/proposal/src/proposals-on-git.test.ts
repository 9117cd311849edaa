// Over 300 lines: one suite of the life of a proposal, on one repository.
import { gitActor, person as actorOf } from '@groundplan/actor'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { ConflictError, NotFoundError } from '@groundplan/errors'
import { LocalGitReviewRepository } from '@groundplan/scm-local-git'
import { GitRepository, isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyBranch, type AppliedProposal } from './apply-branch.ts'
import { approveProposal, rejectProposal, reopenProposal } from './decide-proposal.ts'
import type { FileValidation } from './file-validation.ts'
import { InMemoryProposalStore } from './in-memory-proposal-store.ts'
import {
  planProposal,
  type DraftRenderer,
  type MergedTexts,
  type ProposalDraft,
  type ThreeVersions,
} from './plan-proposal.ts'
import { getProposal } from './proposal-store.ts'
import { reconcileProposals } from './reconcile-proposals.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const author = { name: 'Groundplan', email: 'groundplan@localhost' }
const path = 'blueprints/network.yaml'

let directory: string
let repository: LocalGitReviewRepository
let proposals: InMemoryProposalStore
let minutes: number
const now = () => new Date(Date.UTC(2026, 0, 1, 0, (minutes += 1)))
/** The texts here are lines, not blueprints; one that says so is invalid. */
const validate: FileValidation = (file, text) =>
  /^invalid/m.test(text)
    ? [{ severity: 'error', rule: 'shape', file, line: 1, column: 1, message: 'It is invalid.' }]
    : []
const dependencies = () => ({ repository, proposals, now, renderer, validate })

const openRepository = () => {
  const initialFiles = [{ kind: 'write', path: 'README.md', content: 'Blueprints\n' }] as const
  return LocalGitReviewRepository.open({ directory, initialFiles, author })
}

// To copy a new repository is faster than to make one.
let template: string
beforeAll(async () => {
  template = directory = join(await temporaryDirectory(), 'blueprints.git')
  await openRepository()
})
beforeEach(async () => {
  directory = join(await temporaryDirectory(), 'blueprints.git')
  await cp(template, directory, { recursive: true })
  repository = await openRepository()
  proposals = new InMemoryProposalStore()
  minutes = 0
})

/** What an import does with one draft. */
async function propose(content: string, blueprint = 'network'): Promise<AppliedProposal | 'kept'> {
  const draft = draftOf(content, blueprint)
  const latest = (await proposals.latestByBlueprint()).get(blueprint)
  const text = await readMain(`blueprints/${blueprint}.yaml`)
  const published = text === undefined ? 'absent' : text === content ? 'same' : 'different'
  const action = planProposal(draft, { latest, published })
  if (action.kind === 'keep') return 'kept'
  const plan = { branch: draft.branch, actions: [action], leaving: [] }
  const [applied] = await applyBranch(plan, dependencies())
  if (applied === undefined) throw new Error('Nothing was proposed.')
  return applied
}

/** What a proposal says to its reviewers. */
async function readBody(number: number): Promise<string | undefined> {
  return (await proposals.readBodies([number])).get(number)
}

function draftOf(content: string, blueprint = 'network'): ProposalDraft {
  return {
    blueprint,
    branch: `groundplan/${blueprint}`,
    contentId: content,
    changes: [{ kind: 'write', path: `blueprints/${blueprint}.yaml`, content }],
    source: { store: 'modules', path: 'network', commit: 'abc', address: '/modules' },
    titles: { new: `new ${blueprint}`, update: `update ${blueprint}` },
    origin: content,
  }
}

const renderer: DraftRenderer = {
  merge: async (_, versions) => mergeLines(versions),
  describe: async ({ origin }, { conflicts }) => [origin, ...conflicts].join(''),
}

/** A merge of texts of as many lines as before, line by line. */
function mergeLines({ base, edited, generated }: ThreeVersions): MergedTexts {
  const conflicts: string[] = []
  const texts = [...generated].map(([file, content]) => {
    const [before, theirs] = [base, edited].map((texts) => (texts.get(file) ?? '').split('\n'))
    const lines = content.split('\n').map((ours, index) => {
      if (theirs?.[index] === before?.[index]) return ours
      if (ours !== before?.[index] && ours !== theirs?.[index]) conflicts.push(`conflict: ${ours}\n`)
      return theirs?.[index] ?? ''
    })
    return [file, lines.join('\n')] as const
  })
  return { texts: new Map(texts), conflicts }
}

async function readFileAt(commit: string, file: string): Promise<string | undefined> {
  const entry = (await repository.listEntries(commit)).find((candidate) => candidate.path === file)
  return entry && (await repository.readTexts([entry.blobId])).get(entry.blobId)
}
const readMain = async (file: string) => readFileAt((await repository.readHead()).commit, file)
const readBranch = async (branch: string) => readFileAt((await repository.findBranch(branch)) ?? '', path)
const approve = (number: number) => approveProposal({ number, by: actorOf('Ada') }, dependencies())
const reject = (number: number) =>
  rejectProposal({ number, by: actorOf('Ada'), reason: undefined }, dependencies())
const person = async () => GitRepository.clone(directory, join(await temporaryDirectory(), 'clone'))

/** Somebody edits a file on a branch with git and pushes it. */
async function edit(branch: string, content: string | null): Promise<string> {
  const clone = await person()
  await clone.git('checkout', '--quiet', branch)
  const commit = await clone.commit({ [path]: content }, 'By hand')
  await clone.git('push', '--quiet', 'origin', branch)
  return commit
}

const text = (first: string, last: string) => `first: ${first}\na: 1\nb: 2\nc: 3\nlast: ${last}\n`

describe('a first proposal', () => {
  it('has a branch with the content and a record, and leaves main alone', async () => {
    const applied = await propose(text('1', '1'))
    expect(applied).toMatchObject({
      kind: 'opened',
      proposal: {
        number: 1,
        kind: 'new',
        title: 'new network',
        branch: 'groundplan/network',
        state: { status: 'open' },
      },
    })
    expect(await readBranch('groundplan/network')).toBe(text('1', '1'))
    expect(await readMain(path)).toBeUndefined()
  })

  it('is not made again while nothing changes', async () => {
    await propose('a: 1\n')
    const before = await runGit(directory, ['for-each-ref'])
    expect(await propose('a: 1\n')).toBe('kept')
    expect(await runGit(directory, ['for-each-ref'])).toBe(before)
    expect(await proposals.list()).toHaveLength(1)
  })

  it('is completed by the next run if a stop left its branch without a record', async () => {
    const insert = proposals.insert.bind(proposals)
    proposals.insert = () => Promise.reject(new Error('killed'))
    await expect(propose('a: 1\n')).rejects.toThrow('killed')
    proposals.insert = insert
    expect(await propose('a: 1\n')).toMatchObject({ kind: 'opened' })
    expect(await propose('a: 1\n')).toBe('kept')
    expect(await proposals.list()).toHaveLength(1)
    await approve(1)
    expect(await readMain(path)).toBe('a: 1\n')
  })
})

describe('an open proposal whose module changes', () => {
  it('is renewed in place, and its branch tells what changed', async () => {
    await propose('a: 1\n')
    expect(await propose('a: 2\n')).toMatchObject({
      kind: 'updated',
      proposal: { number: 1, contentId: 'a: 2\n' },
    })
    expect(await readBranch('groundplan/network')).toBe('a: 2\n')
    expect(await runGit(directory, ['rev-list', '--count', 'main..groundplan/network'])).toBe('2')
    expect(await proposals.list()).toHaveLength(1)
  })

  it('has commits that say what changed since the one before', async () => {
    const blueprint = (inputs: string) => `spec_version: 2\ninputs:\n${inputs}grains: {}\n`
    await propose(blueprint('  name:\n'))
    await propose(blueprint('  name:\n  cidr:\n'))
    const log = ['log', '-2', '--format=%s', 'groundplan/network']
    expect((await runGit(directory, log)).split('\n')).toEqual([
      'update network: new required input `cidr`',
      'new network',
    ])
  })

  it('keeps what a reviewer has committed to its branch', async () => {
    await propose(text('1', '1'))
    const commit = await edit('groundplan/network', text('reviewer', '1'))
    expect(await propose(text('1', '2'))).toMatchObject({
      kind: 'updated',
      proposal: { contentId: text('1', '2') },
    })
    expect(await readBranch('groundplan/network')).toBe(text('reviewer', '2'))
    expect(await runGit(directory, ['merge-base', 'groundplan/network', commit])).toBe(commit)
    await propose(text('1', '3'))
    await edit('groundplan/network', text('both', '3'))
    await propose(text('1', '4'))
    expect(await readBranch('groundplan/network')).toBe(text('both', '4'))
    await approve(1)
    expect(await readMain(path)).toBe(text('both', '4'))
    await propose(text('1', '5'))
    await approve(2)
    expect(await readMain(path)).toBe(text('both', '5'))
  })

  it('keeps it through several changes in a row', async () => {
    await propose(text('1', '1'))
    const commit = await edit('groundplan/network', text('reviewer', '1'))
    for (const last of ['2', '3', '4']) await propose(text('1', last))
    expect(await readBranch('groundplan/network')).toBe(text('reviewer', '4'))
    expect(await runGit(directory, ['merge-base', 'groundplan/network', commit])).toBe(commit)
  })

  it('keeps the reviewer’s side where both want something else, and says so', async () => {
    await propose(text('1', '1'))
    await edit('groundplan/network', text('1', 'reviewer'))
    await propose(text('1', '2'))
    expect(await readBranch('groundplan/network')).toBe(text('1', 'reviewer'))
    expect(await readBody(1)).toContain('conflict: last: 2')
  })

  it('is not renewed over a commit that a reviewer pushes at the same moment', async () => {
    await propose(text('1', '1'))
    const readBranches = repository.readBranches.bind(repository)
    let pushed: string | undefined
    repository.readBranches = async () => {
      const seen = await readBranches()
      pushed ??= await edit('groundplan/network', text('reviewer', '1'))
      return seen
    }
    expect(await propose(text('1', '2'))).toMatchObject({ kind: 'updated' })
    expect(await readBranch('groundplan/network')).toBe(text('reviewer', '2'))
    const base = await runGit(directory, ['merge-base', 'groundplan/network', pushed ?? ''])
    expect(base).toBe(pushed)
  })

  it('is not taken for a reviewer’s if a stop came between its branch and its record', async () => {
    await propose('a: 1\n')
    const replace = proposals.replace.bind(proposals)
    proposals.replace = () => Promise.reject(new Error('killed'))
    await expect(propose('a: 2\n')).rejects.toThrow('killed')
    proposals.replace = replace
    expect(await readBranch('groundplan/network')).toBe('a: 2\n')
    expect(await propose('a: 3\n')).toMatchObject({ kind: 'updated' })
    expect(await readBranch('groundplan/network')).toBe('a: 3\n')
    expect(await propose('a: 3\n')).toBe('kept')
  })

  it('gets its branch back if somebody has deleted it', async () => {
    await propose('a: 1\n')
    await runGit(directory, ['branch', '-D', 'groundplan/network'])
    await propose('a: 2\n')
    expect(await readBranch('groundplan/network')).toBe('a: 2\n')
  })
})

describe('an approval', () => {
  it('brings the content to main, records who and when, and takes the branch away', async () => {
    await propose('a: 1\n')
    const approved = await approve(1)
    const { commit } = await repository.readHead()
    expect(approved.state).toEqual({ status: 'approved', by: actorOf('Ada'), at: expect.any(Date), commit })
    expect(await proposals.find(1)).toEqual(approved)
    expect(await readMain(path)).toBe('a: 1\n')
    expect(await repository.findBranch('groundplan/network')).toBeUndefined()
    expect(await runGit(directory, ['log', '-1', '--format=%s|%an|%b', 'main'])).toBe(
      'new network (#1)|Ada|Approved by Ada.\n',
    )
  })

  it('holds for what the reviewer saw, not for what came to the branch afterwards', async () => {
    await propose('a: 1\n')
    const seen = await repository.findBranch('groundplan/network')
    await propose('a: 2\n')
    const approval = { number: 1, by: actorOf('Ada'), commit: seen }
    await expect(approveProposal(approval, dependencies())).rejects.toThrow('has changed')
    expect(await proposals.find(1)).toMatchObject({ state: { status: 'open' } })
    expect(await readMain(path)).toBeUndefined()
  })

  it('is refused for what the catalog would refuse', async () => {
    await propose('invalid: 1\n')
    await expect(approve(1)).rejects.toMatchObject({
      message: `Proposal 1 is not valid: ${path}:1:1: error: It is invalid.`,
      details: { reason: 'invalid' },
    })
    expect(await proposals.find(1)).toMatchObject({ state: { status: 'open' } })
    expect(await readMain(path)).toBeUndefined()
    await propose('a: 1\n')
    expect((await approve(1)).state.status).toBe('approved')
  })

  it('of what breaks something needs to be told so, and stays on record', async () => {
    const required = (...names: string[]) =>
      `spec_version: 2\ninputs: {${names.map((name) => `${name}: {}`).join(', ')}}\ngrains: {}\n`
    await propose(required('a'))
    await approve(1)
    await propose(required('a', 'b', 'c'))
    await expect(approve(2)).rejects.toThrow(
      'Proposal 2 has breaking changes: input "b" was added and is required, and 1 more.',
    )
    expect((await proposals.find(2))?.state.status).toBe('open')
    await approveProposal({ number: 2, by: actorOf('Ada'), acknowledgeBreaking: true }, dependencies())
    expect(await readMain(path)).toBe(required('a', 'b', 'c'))
    const message = await runGit(directory, ['log', '-1', '--format=%b', 'main'])
    expect(message).toContain('acknowledged:\n\n- input "b" was added and is required\n- input "c"')
  })

  it('of an update that breaks nothing needs no more words', async () => {
    await propose('spec_version: 2\ngrains: {}\n')
    await approve(1)
    await propose('spec_version: 2\ninputs: {a: {optional: true}}\ngrains: {}\n')
    expect((await approve(2)).state.status).toBe('approved')
  })

  it('is refused for what is decided already or does not exist', async () => {
    await propose('a: 1\n')
    await propose('b: 1\n', 'queue')
    await approve(1)
    await reject(2)
    await expect(approve(1)).rejects.toThrow('Proposal 1 is already approved.')
    await expect(reject(1)).rejects.toThrow(ConflictError)
    await expect(approve(2)).rejects.toThrow('Proposal 2 is already rejected.')
    await expect(approve(3)).rejects.toThrow(NotFoundError)
    await expect(getProposal(3, proposals)).rejects.toThrow('Proposal 3 not found.')
  })

  it('is refused if the branch is gone, and the proposal can still be rejected', async () => {
    await propose('a: 1\n')
    await runGit(directory, ['branch', '-D', 'groundplan/network'])
    await expect(approve(1)).rejects.toThrow(/branch groundplan\/network of proposal 1 no longer exists/)
    expect((await reject(1)).state.status).toBe('rejected')
  })

  it('by two people at once merges once', async () => {
    await propose('a: 1\n')
    const results = await Promise.allSettled([approve(1), approve(1), approve(1)])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(ConflictError)
    expect(await runGit(directory, ['rev-list', '--count', '--merges', 'main'])).toBe('1')
  })

  it('and a rejection at once: one of them counts, on main as well', async () => {
    await propose('a: 1\n')
    const results = await Promise.allSettled([approve(1), reject(1)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const status = (await proposals.find(1))?.state.status
    expect(await readMain(path)).toBe(status === 'approved' ? 'a: 1\n' : undefined)
  })

  it('of two proposals at once merges both', async () => {
    await propose('a: 1\n')
    await propose('b: 1\n', 'queue')
    await Promise.all([approve(1), approve(2)])
    expect(await readMain(path)).toBe('a: 1\n')
    expect(await readMain('blueprints/queue.yaml')).toBe('b: 1\n')
  })

  it('that is stopped between merge and record is found again by the next look', async () => {
    await propose('a: 1\n')
    const replace = proposals.replace.bind(proposals)
    proposals.replace = () => Promise.reject(new Error('killed'))
    await expect(approve(1)).rejects.toThrow('killed')
    proposals.replace = replace
    expect(await reconcileProposals(dependencies())).toHaveLength(1)
    expect((await proposals.find(1))?.state).toMatchObject({
      status: 'approved',
      commit: (await repository.readHead()).commit,
    })
    expect(await propose('a: 2\n')).toMatchObject({ kind: 'opened', proposal: { number: 2, kind: 'update' } })
  })
})

describe('a rejection', () => {
  it('leaves main alone, keeps the content readable and takes the branch away', async () => {
    await propose('a: 1\n')
    const rejected = await rejectProposal(
      { number: 1, by: actorOf('Ada'), reason: 'too large' },
      dependencies(),
    )
    expect(rejected.state).toEqual({
      status: 'rejected',
      by: actorOf('Ada'),
      at: expect.any(Date),
      reason: 'too large',
    })
    expect(await readMain(path)).toBeUndefined()
    expect(await repository.findBranch('groundplan/network')).toBeUndefined()
    await runGit(directory, ['gc', '--quiet', '--prune=now'])
    expect(await readFileAt(rejected.generatedCommit, path)).toBe('a: 1\n')
  })

  it('stays until somebody asks for it again, whatever its module does', async () => {
    await propose('a: 1\n')
    await reject(1)
    expect(await propose('a: 1\n')).toBe('kept')
    expect(await propose('a: 2\n')).toBe('kept')
    await reopenProposal({ number: 1, by: actorOf('Bob') }, dependencies())
    expect(await propose('a: 2\n')).toMatchObject({ kind: 'opened', proposal: { number: 2, kind: 'new' } })
    expect(await propose('a: 2\n')).toBe('kept')
    await expect(reopenProposal({ number: 1, by: actorOf('Bob') }, dependencies())).rejects.toThrow(
      ConflictError,
    )
  })

  it('keeps a branch on which somebody has worked, and goes on from there when it is asked for again', async () => {
    await propose(text('1', '1'))
    const commit = await edit('groundplan/network', text('mine', '1'))
    await reject(1)
    expect(await repository.findBranch('groundplan/network')).toBe(commit)
    await reopenProposal({ number: 1, by: actorOf('Bob') }, dependencies())
    await propose(text('1', '2'))
    expect(await readBranch('groundplan/network')).toBe(text('mine', '2'))
    expect(await runGit(directory, ['merge-base', 'groundplan/network', commit])).toBe(commit)
  })
})

describe('what people change on main', () => {
  it('survives the next update, if it is elsewhere in the file', async () => {
    await propose(text('1', '1'))
    await approve(1)
    await edit('main', text('people', '1'))
    expect(await propose(text('1', '1'))).toBe('kept')
    expect(await propose(text('1', 'generated'))).toMatchObject({
      kind: 'opened',
      proposal: { kind: 'update' },
    })
    await approve(2)
    expect(await readMain(path)).toBe(text('people', 'generated'))
  })

  it('survives two updates in a row', async () => {
    await propose(text('1', '1'))
    await approve(1)
    await edit('main', text('people', '1'))
    await propose(text('1', '2'))
    await propose(text('1', '3'))
    await approve(2)
    await propose(text('1', '4'))
    await approve(3)
    expect(await readMain(path)).toBe(text('people', '4'))
  })

  it('survives an update after one that was rejected', async () => {
    await propose(text('1', '1'))
    await approve(1)
    await edit('main', text('people', '1'))
    await propose(text('1', '2'))
    await reject(2)
    await reopenProposal({ number: 2, by: actorOf('Bob') }, dependencies())
    await propose(text('1', '3'))
    await approve(3)
    expect(await readMain(path)).toBe(text('people', '3'))
  })

  it('stays where the update wants something else for the same lines, and the proposal says so', async () => {
    await propose(text('1', '1'))
    await approve(1)
    await edit('main', text('1', 'people'))
    await propose(text('1', 'generated'))
    expect(await readBody(2)).toContain('conflict: last: generated')
    expect(await readBranch('groundplan/network')).toBe(text('1', 'people'))
    await edit('groundplan/network', text('1', 'both'))
    await approve(2)
    expect(await readMain(path)).toBe(text('1', 'both'))
  })

  it('is shown by the update’s diff as what it is, not as changed back', async () => {
    await propose(text('1', '1'))
    await approve(1)
    await edit('main', text('people', '1'))
    await propose(text('1', '2'))
    const diff = await repository.diff((await repository.findBranch('groundplan/network')) ?? '')
    expect(diff.split('\n').filter((line) => /^[-+]\w/.test(line))).toEqual(['-last: 1', '+last: 2'])
  })

  it('survives even if nobody remembers what was generated', async () => {
    await propose(text('1', '1'))
    await approve(1)
    await edit('main', text('people', '1'))
    proposals = new InMemoryProposalStore()
    await propose(text('1', '2'))
    await approve(1)
    expect(await readMain(path)).toBe(text('people', '2'))
  })

  it('may be that they delete the blueprint: it comes back only when the module changes, and then merges', async () => {
    await propose(text('1', '1'))
    await approve(1)
    await edit('main', null)
    expect(await propose(text('1', '1'))).toBe('kept')
    expect(await propose(text('1', '2'))).toMatchObject({ proposal: { kind: 'new' } })
    await approve(2)
    expect(await readMain(path)).toBe(text('1', '2'))
  })
})

describe('what people merge with git itself', () => {
  it('counts as approved, by the commit that brought it', async () => {
    await propose('a: 1\n')
    await propose('b: 1\n', 'queue')
    const clone = await person()
    await clone.git('merge', '--quiet', '--no-ff', '--no-edit', 'origin/groundplan/network')
    const first = await clone.git('rev-parse', 'HEAD')
    await clone.git('merge', '--quiet', '--no-ff', '--no-edit', 'origin/groundplan/queue')
    const second = await clone.git('rev-parse', 'HEAD')
    await clone.git('push', '--quiet', 'origin', 'main')
    const reconciled = await reconcileProposals(dependencies())
    expect(reconciled.map(({ number }) => number).toSorted()).toEqual([1, 2])
    expect((await proposals.find(1))?.state).toMatchObject({
      status: 'approved',
      by: gitActor,
      commit: first,
    })
    expect((await proposals.find(2))?.state).toMatchObject({ commit: second })
  })

  it('includes what a reviewer added, also in a fast-forward', async () => {
    await propose('a: 1\n')
    const commit = await edit('groundplan/network', 'a: better\n')
    const clone = await person()
    await clone.git('merge', '--quiet', '--ff-only', 'origin/groundplan/network')
    await clone.git('push', '--quiet', 'origin', 'main')
    await reconcileProposals(dependencies())
    expect((await proposals.find(1))?.state).toMatchObject({ status: 'approved', commit })
  })

  it('may be nothing: open proposals stay open', async () => {
    await propose('a: 1\n')
    await edit('main', 'other: 1\n')
    expect(await reconcileProposals(dependencies())).toEqual([])
    expect((await proposals.find(1))?.state.status).toBe('open')
  })

  it('is noticed once, however many look at the same time', async () => {
    await propose('a: 1\n')
    const clone = await person()
    await clone.git('merge', '--quiet', '--no-edit', 'origin/groundplan/network')
    await clone.git('push', '--quiet', 'origin', 'main')
    const looks = await Promise.all([1, 2, 3].map(() => reconcileProposals(dependencies())))
    expect(looks.flat()).toHaveLength(1)
  })

  it('is noticed while an approval runs, without getting in its way', async () => {
    await propose('a: 1\n')
    const approving = approve(1)
    const looking = (async () => {
      for (let round = 0; round < 10; round += 1) await reconcileProposals(dependencies())
    })()
    expect((await approving).state).toMatchObject({ status: 'approved', by: actorOf('Ada') })
    await looking
    expect((await proposals.find(1))?.state).toMatchObject({ by: actorOf('Ada') })
  })
})
