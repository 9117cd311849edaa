// Over 300 lines: one suite that every store runs, with the helpers by which other suites fill one.
import { person, systemActor } from '@groundplan/actor'
import { ConflictError, NotFoundError } from '@groundplan/errors'
import { beforeEach, describe, expect, it } from 'vitest'
import type { NewProposal, Proposal, ProposalDetails } from './proposal.ts'
import { openProposal, transition } from './lifecycle/transition.ts'
import { getProposal, requireOpen, type ProposalRecords, type ProposalStore } from './proposal-store.ts'

/** What every ProposalStore promises. `open` gives an empty one. */
export function testProposalStore(name: string, open: () => Promise<ProposalStore>): void {
  describe(`${name} as a ProposalStore`, () => {
    let store: ProposalStore
    beforeEach(async () => {
      store = await open()
    })

    it('keeps what changed in the code of a module', async () => {
      const step = { path: 'modules/vpc', from: 'a'.repeat(40), to: 'b'.repeat(40) }
      const change = {
        level: 'breaking',
        judged: false,
        subject: 'aws_vpc.this',
        message: 'It may be "replaced".',
      } as const
      expect(await store.findCodeChanges(step)).toBeUndefined()
      await store.keepCodeChanges(step, [])
      expect(await store.findCodeChanges(step)).toEqual([])
      await store.keepCodeChanges(step, [change])
      expect(await store.findCodeChanges(step)).toEqual([change])
      expect(await store.findCodeChanges({ ...step, path: '.' })).toBeUndefined()
    })

    it('numbers proposals from 1 in the order of opening', async () => {
      const first = await addProposal(store, newProposal({ blueprint: 'network' }))
      const second = await addProposal(store, newProposal({ blueprint: 'queue' }))
      expect([first.number, second.number]).toEqual([1, 2])
    })

    it('gives back what it was given, dates and texts included', async () => {
      const added = await addProposal(store, newProposal({ title: "Add 'RDS'; drop table proposal; --" }))
      expect(await store.find(added.number)).toEqual(added)
    })

    it.each([
      [
        'approved',
        { status: 'approved', by: person('ada'), at: new Date('2026-03-01T10:11:12.345Z'), commit: 'c2' },
      ],
      [
        'rejected',
        { status: 'rejected', by: person('ada'), at: new Date(1_700_000_000_000), reason: 'too large' },
      ],
      ['withdrawn', { status: 'withdrawn', by: systemActor, at: new Date(7), reason: 'Its module is gone.' }],
      [
        'rejected and asked for again',
        { status: 'rejected', by: person('ada'), at: new Date(0), reason: 'no', askedBy: person('bob') },
      ],
      [
        'rejected without a reason',
        { status: 'rejected', by: person('ada'), at: new Date(0), reason: undefined },
      ],
    ] satisfies [string, Proposal['state']][])('keeps who %s a proposal and when', async (_, state) => {
      const { number } = await addProposal(store, newProposal())
      await changeOpen(number, store, async (proposal) => ({ ...proposal, state }))
      expect((await store.find(number))?.state).toEqual(state)
    })

    it('finds nothing under a number that was never given', async () => {
      expect(await store.find(7)).toBeUndefined()
    })

    it('lists the newest first, all or those with one status', async () => {
      await addProposal(store, newProposal({ blueprint: 'a' }))
      await addProposal(store, newProposal({ blueprint: 'b' }))
      await addProposal(store, newProposal({ blueprint: 'c' }))
      await changeOpen(2, store, reject)
      const numbers = async (status?: Proposal['state']['status']) =>
        (await store.list({ status })).map(({ number }) => number)
      expect(await numbers()).toEqual([3, 2, 1])
      expect(await numbers('open')).toEqual([3, 1])
      expect(await numbers('rejected')).toEqual([2])
      expect(await numbers('approved')).toEqual([])
    })

    it('lists those of one branch', async () => {
      await addProposal(store, newProposal({ blueprint: 'a', branch: 'groundplan/x' }))
      await addProposal(store, newProposal({ blueprint: 'b', branch: 'groundplan/y' }))
      await addProposal(store, newProposal({ blueprint: 'c', branch: 'groundplan/x' }))
      const found = await store.list({ branch: 'groundplan/x' })
      expect(found.map(({ blueprint }) => blueprint)).toEqual(['c', 'a'])
    })

    it('keeps what is wanted of the pull request of a proposal', async () => {
      const policy = { labels: ['a "b"'], reviewers: ['ada', 'acme/team'], draft: 'always' } as const
      const added = await addProposal(store, newProposal({ policy }))
      expect(await store.find(added.number)).toEqual({ ...added, policy })
      await updateProposal(store, { ...added, policy: undefined })
      expect((await store.find(added.number))?.policy).toBeUndefined()
    })

    it('keeps the pull request of a proposal', async () => {
      const pullRequest = { number: 12, url: 'https://git.example.com/pull/12', syncedFingerprint: 'digest' }
      const added = await addProposal(store, newProposal())
      await updateProposal(store, { ...added, pullRequest })
      expect(await store.find(added.number)).toEqual({ ...added, pullRequest })
    })

    it('updates nothing that was never added', async () => {
      await expect(updateProposal(store, { ...newProposal(), number: 9 })).rejects.toThrow(NotFoundError)
    })

    it('tells the newest of those with one status', async () => {
      await addProposal(store, newProposal({ contentId: 'one' }))
      await changeOpen(1, store, reject)
      await addProposal(store, newProposal({ contentId: 'two' }))
      expect((await store.latestByBlueprint({ status: 'rejected' })).get('network')?.contentId).toBe('one')
      expect((await store.latestByBlueprint({ status: 'approved' })).size).toBe(0)
    })

    it('tells the newest of some blueprints', async () => {
      for (const blueprint of ['a', 'b', "it's"]) await addProposal(store, newProposal({ blueprint }))
      const namesOf = async (blueprints: readonly string[]) =>
        [...(await store.latestByBlueprint({ blueprints })).keys()].toSorted()
      expect(await namesOf(['b', "it's", 'unknown'])).toEqual(['b', "it's"])
      expect(await namesOf([])).toEqual([])
    })

    it('keeps what a proposal says to its reviewers until it says something else', async () => {
      const body = '# Größe\n\n`a\\b` "quoted" \u{1F680} \'x\'\r\n\ttab'
      const added = await addProposal(store, newProposal({ blueprint: 'a', body }))
      await addProposal(store, newProposal({ blueprint: 'b', body: 'Another.' }))
      await updateProposal(store, { ...added, title: 'Changed' })
      expect([...(await store.readBodies([1, 2, 9]))].toSorted()).toEqual([
        [1, body],
        [2, 'Another.'],
      ])
      await updateProposal(store, added, 'New.')
      expect((await store.readBodies([1])).get(1)).toBe('New.')
      expect((await store.readBodies([])).size).toBe(0)
    })

    it('lets one work on a branch at a time, while others work on theirs and use the store', async () => {
      const events: string[] = []
      const otherHasBegun = Promise.withResolvers<undefined>()
      const work = (branch: string, name: string) =>
        store.exclusively(branch, async () => {
          events.push(`${name} begins`)
          await store.list()
          if (name === 'other') otherHasBegun.resolve(undefined)
          // Would never end if those who work on another branch had to wait.
          await otherHasBegun.promise
          await new Promise((resolve) => setTimeout(resolve, 20))
          events.push(`${name} ends`)
        })
      await Promise.all([work('x', 'first'), work('x', 'second'), work('y', 'other')])
      expect(events.filter((event) => !event.startsWith('other'))).toEqual([
        'first begins',
        'first ends',
        'second begins',
        'second ends',
      ])
    })

    it('lets whoever works on a branch write until somebody else takes the branch over', async () => {
      const { number } = await addProposal(store, newProposal({ title: 'Before' }))
      const late = store.exclusively('groundplan/network', async (records) => {
        const proposal = await getProposal(number, records)
        await updateProposal(records, { ...proposal, title: 'Written in time' })
        // As after a pause of this server that was longer than its lease.
        const { store: leases } = store.leases
        const taken = await leases.acquire('branch groundplan/network', store.leases.holder, 60_000)
        expect(taken).toBeDefined()
        const rejected = updateProposal(records, { ...proposal, title: 'Written too late' }, 'Too late.')
        await expect(rejected).rejects.toThrow(ConflictError)
        await expect(updateProposal(records, proposal)).rejects.toThrow('Another server took over')
        await addProposal(records, newProposal({ blueprint: 'late' }))
      })
      await expect(late).rejects.toThrow(ConflictError)
      expect(await store.list()).toMatchObject([{ number, title: 'Written in time' }])
      expect((await store.readBodies([number])).get(number)).toBe('A network.')
    })

    it('tells a proposal that does not exist from a branch that was taken over', async () => {
      const missing = store.exclusively('x', async (records) => {
        await updateProposal(records, { ...(await addProposal(store, newProposal())), number: 99 })
      })
      await expect(missing).rejects.toThrow(NotFoundError)
    })

    it('lists the commits of open proposals alone', async () => {
      await addProposal(store, newProposal({ blueprint: 'a', branch: 'groundplan/a', generatedCommit: 'c7' }))
      await addProposal(store, newProposal({ blueprint: 'b' }))
      await changeOpen(2, store, reject)
      expect(await store.listGenerated()).toMatchObject([
        { number: 1, branch: 'groundplan/a', generatedCommit: 'c7' },
      ])
      expect(await store.listGenerated(['c8', 'c7'])).toHaveLength(1)
      expect(await store.listGenerated(['c8'])).toEqual([])
      expect(await store.listGenerated([])).toEqual([])
    })

    it('lets work on far more branches at once than a database has connections', async () => {
      const branches = Array.from({ length: 40 }, (_, index) => `b${index}`)
      const work = (branch: string) =>
        store.exclusively(branch, async (records) => {
          const proposal = await addProposal(records, newProposal({ blueprint: branch, branch }))
          await store.list({ branch })
          await updateProposal(records, { ...proposal, title: 'Done' })
        })
      await Promise.all(branches.map(work))
      expect((await store.list()).filter(({ title }) => title === 'Done')).toHaveLength(40)
    })

    it('goes on with a branch after work on it has failed', async () => {
      await expect(store.exclusively('x', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
      expect(await store.exclusively('x', async () => 'yes')).toBe('yes')
    })

    it('remembers when pull requests were last looked at', async () => {
      expect(await store.findFollowedAt()).toBeUndefined()
      await store.setFollowedAt(new Date(1000))
      await store.setFollowedAt(new Date('2026-03-01T10:11:12.345Z'))
      expect(await store.findFollowedAt()).toEqual(new Date('2026-03-01T10:11:12.345Z'))
    })

    it('refuses a second open proposal for one blueprint', async () => {
      await addProposal(store, newProposal({ blueprint: 'network' }))
      await expect(addProposal(store, newProposal({ blueprint: 'network' }))).rejects.toThrow(ConflictError)
      expect(await store.list()).toHaveLength(1)
    })

    it('takes the next proposal for a blueprint once the one before is decided', async () => {
      await addProposal(store, newProposal({ contentId: 'one' }))
      await changeOpen(1, store, reject)
      await addProposal(store, newProposal({ contentId: 'two' }))
      const latest = await store.latestByBlueprint()
      expect([...latest.keys()]).toEqual(['network'])
      expect(latest.get('network')).toMatchObject({ contentId: 'two', state: { status: 'open' } })
    })

    it('lets exactly one of several who add at once have the blueprint', async () => {
      const results = await Promise.allSettled(
        [1, 2, 3, 4].map((number) => addProposal(store, newProposal({ contentId: `${number}` }))),
      )
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    })

    it('changes an open proposal and answers what it has kept', async () => {
      const { number } = await addProposal(store, newProposal())
      const changed = await changeOpen(number, store, async (proposal) => ({ ...proposal, title: 'Better' }))
      expect(changed.title).toBe('Better')
      expect(await store.find(number)).toEqual(changed)
    })

    it('keeps nothing if the change throws, and throws the same', async () => {
      const { number } = await addProposal(store, newProposal({ title: 'Before' }))
      const failure = new ConflictError('does not merge')
      const change = changeOpen(number, store, async () => {
        throw failure
      })
      await expect(change).rejects.toBe(failure)
      expect(await store.find(number)).toMatchObject({ title: 'Before', state: { status: 'open' } })
    })

    it('does not change a proposal that is decided', async () => {
      const { number } = await addProposal(store, newProposal())
      await changeOpen(number, store, reject)
      let asked = false
      const change = changeOpen(number, store, async (proposal) => {
        asked = true
        return proposal
      })
      await expect(change).rejects.toThrow(ConflictError)
      await expect(change).rejects.toThrow('already rejected')
      expect(asked).toBe(false)
    })

    it('does not change a proposal that does not exist', async () => {
      await expect(changeOpen(9, store, async (proposal) => proposal)).rejects.toThrow(NotFoundError)
    })

    it('lets one change after the other work on a proposal, and only the first decide it', async () => {
      const { number } = await addProposal(store, newProposal())
      let inside = 0
      let most = 0
      const decide = (name: string) =>
        changeOpen(number, store, async (proposal) => {
          inside += 1
          most = Math.max(most, inside)
          await new Promise((resolve) => setTimeout(resolve, 20))
          inside -= 1
          return {
            ...proposal,
            state: { status: 'rejected', by: person(name), at: new Date(0), reason: undefined },
          }
        })
      const results = await Promise.allSettled([decide('ada'), decide('bob'), decide('eve')])
      expect(most).toBe(1)
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    })
  })
}

async function reject(proposal: Proposal): Promise<Proposal> {
  return { ...proposal, state: { status: 'rejected', by: person('ada'), at: new Date(0), reason: undefined } }
}

/** Puts a proposal on record as an import does. */
export function addProposal(records: ProposalRecords, proposal: NewProposal): Promise<Proposal> {
  const change = { event: 'proposal.opened', actor: systemActor, at: proposal.createdAt } as const
  return openProposal(proposal, change, records)
}

/** Changes an open proposal as an import does. */
export function updateProposal(
  records: ProposalRecords,
  after: Proposal,
  body?: string,
  details?: ProposalDetails,
): Promise<Proposal> {
  const change = { event: 'proposal.updated', actor: systemActor, at: after.updatedAt } as const
  return transition({ before: after, after, body, details }, change, records)
}

/** Changes an open proposal while nobody else works on its branch: `change` gets it as it is and returns what to keep. */
export async function changeOpen(
  number: number,
  store: ProposalStore,
  change: (proposal: Proposal) => Promise<Proposal>,
): Promise<Proposal> {
  const { branch } = await getProposal(number, store)
  return store.exclusively(branch, async (records) => {
    const before = requireOpen(await getProposal(number, records))
    const after = await change(before)
    const { state, updatedAt: at } = after
    const event = state.status === 'open' ? 'proposal.updated' : (`proposal.${state.status}` as const)
    const isAsked = state.status === 'rejected' && state.askedBy !== undefined
    const first = isAsked ? { ...after, state: { ...state, askedBy: undefined } } : after
    const decided = await transition({ before, after: first }, { event, actor: systemActor, at }, records)
    if (!isAsked) return decided
    const asked = { event: 'proposal.reopen-requested', actor: systemActor, at } as const
    return transition({ before: decided, after }, asked, records)
  })
}

/** A proposal as an import would make it. */
export function newProposal(facts: Partial<NewProposal> = {}): NewProposal {
  const at = new Date('2026-02-03T04:05:06.789Z')
  return {
    blueprint: 'network',
    kind: 'new',
    title: 'Add blueprint network',
    body: 'A network.',
    branch: 'groundplan/network',
    generatedCommit: 'c1',
    contentId: 'content',
    source: {
      store: 'modules',
      path: 'network',
      commit: 'abc',
      address: 'https://git.example.com/modules.git',
    },
    createdAt: at,
    updatedAt: at,
    state: { status: 'open' },
    ...facts,
  }
}
