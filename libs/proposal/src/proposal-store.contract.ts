import { ConflictError, NotFoundError } from '@groundplan/errors'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Proposal } from './proposal.ts'
import type { ProposalStore } from './proposal-store.ts'

/** What every ProposalStore promises. `open` gives an empty one. */
export function testProposalStore(name: string, open: () => Promise<ProposalStore>): void {
  describe(`${name} as a ProposalStore`, () => {
    let store: ProposalStore
    beforeEach(async () => {
      store = await open()
    })

    it('numbers proposals from 1 in the order of opening', async () => {
      const first = await store.add(newProposal({ blueprint: 'network' }))
      const second = await store.add(newProposal({ blueprint: 'queue' }))
      expect([first.number, second.number]).toEqual([1, 2])
    })

    it('gives back what it was given, dates and texts included', async () => {
      const body = '# Größe\n\n`a\\b` "quoted" \u{1F680} \'x\'\r\n\ttab'
      const added = await store.add(newProposal({ body, title: "Add 'RDS'; drop table proposal; --" }))
      expect(await store.find(added.number)).toEqual(added)
    })

    it.each([
      ['approved', { status: 'approved', by: 'ada', at: new Date('2026-03-01T10:11:12.345Z'), commit: 'c2' }],
      ['rejected', { status: 'rejected', by: 'ada', at: new Date(1_700_000_000_000), reason: 'too large' }],
      ['rejected without a reason', { status: 'rejected', by: 'ada', at: new Date(0), reason: undefined }],
    ] satisfies [string, Proposal['state']][])('keeps who %s a proposal and when', async (_, state) => {
      const { number } = await store.add(newProposal())
      await store.changeOpen(number, async (proposal) => ({ ...proposal, state }))
      expect((await store.find(number))?.state).toEqual(state)
    })

    it('finds nothing under a number that was never given', async () => {
      expect(await store.find(7)).toBeUndefined()
    })

    it('lists the newest first, all or those with one status', async () => {
      await store.add(newProposal({ blueprint: 'a' }))
      await store.add(newProposal({ blueprint: 'b' }))
      await store.add(newProposal({ blueprint: 'c' }))
      await store.changeOpen(2, reject)
      const numbers = async (status?: Proposal['state']['status']) =>
        (await store.list({ status })).map(({ number }) => number)
      expect(await numbers()).toEqual([3, 2, 1])
      expect(await numbers('open')).toEqual([3, 1])
      expect(await numbers('rejected')).toEqual([2])
      expect(await numbers('approved')).toEqual([])
    })

    it('refuses a second open proposal for one blueprint', async () => {
      await store.add(newProposal({ blueprint: 'network' }))
      await expect(store.add(newProposal({ blueprint: 'network' }))).rejects.toThrow(ConflictError)
      expect(await store.list()).toHaveLength(1)
    })

    it('takes the next proposal for a blueprint once the one before is decided', async () => {
      await store.add(newProposal({ contentId: 'one' }))
      await store.changeOpen(1, reject)
      await store.add(newProposal({ contentId: 'two' }))
      const latest = await store.latestByBlueprint()
      expect([...latest.keys()]).toEqual(['network'])
      expect(latest.get('network')).toMatchObject({ contentId: 'two', state: { status: 'open' } })
    })

    it('lets exactly one of several who add at once have the blueprint', async () => {
      const results = await Promise.allSettled(
        [1, 2, 3, 4].map((number) => store.add(newProposal({ contentId: `${number}` }))),
      )
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    })

    it('changes an open proposal and answers what it has kept', async () => {
      const { number } = await store.add(newProposal())
      const changed = await store.changeOpen(number, async (proposal) => ({ ...proposal, title: 'Better' }))
      expect(changed.title).toBe('Better')
      expect(await store.find(number)).toEqual(changed)
    })

    it('keeps nothing if the change throws, and throws the same', async () => {
      const { number } = await store.add(newProposal({ title: 'Before' }))
      const failure = new ConflictError('does not merge')
      const change = store.changeOpen(number, async () => {
        throw failure
      })
      await expect(change).rejects.toBe(failure)
      expect(await store.find(number)).toMatchObject({ title: 'Before', state: { status: 'open' } })
    })

    it('does not change a proposal that is decided', async () => {
      const { number } = await store.add(newProposal())
      await store.changeOpen(number, reject)
      let asked = false
      const change = store.changeOpen(number, async (proposal) => {
        asked = true
        return proposal
      })
      await expect(change).rejects.toThrow(ConflictError)
      await expect(change).rejects.toThrow('already rejected')
      expect(asked).toBe(false)
    })

    it('does not change a proposal that does not exist', async () => {
      await expect(store.changeOpen(9, async (proposal) => proposal)).rejects.toThrow(NotFoundError)
    })

    it('lets one change after the other work on a proposal, and only the first decide it', async () => {
      const { number } = await store.add(newProposal())
      let inside = 0
      let most = 0
      const decide = (by: string) =>
        store.changeOpen(number, async (proposal) => {
          inside += 1
          most = Math.max(most, inside)
          await new Promise((resolve) => setTimeout(resolve, 20))
          inside -= 1
          return { ...proposal, state: { status: 'rejected', by, at: new Date(0), reason: undefined } }
        })
      const results = await Promise.allSettled([decide('ada'), decide('bob'), decide('eve')])
      expect(most).toBe(1)
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    })
  })
}

async function reject(proposal: Proposal): Promise<Proposal> {
  return { ...proposal, state: { status: 'rejected', by: 'ada', at: new Date(0), reason: undefined } }
}

/** A proposal as an import would make it. */
export function newProposal(facts: Partial<Omit<Proposal, 'number'>> = {}): Omit<Proposal, 'number'> {
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
