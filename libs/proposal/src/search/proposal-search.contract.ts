import { person } from '@groundplan/actor'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ProposalStore } from '../proposal-store.ts'
import { addProposal, changeOpen, newProposal, updateProposal } from '../proposal-store.contract.ts'
import type { Proposal } from '../proposal.ts'
import type { ProposalConflict } from '../proposal-conflict.ts'
import {
  positionOf,
  proposalSorts,
  type ProposalPosition,
  type ProposalSearch,
  type ProposalSort,
} from './proposal-search.ts'

/** How every ProposalStore searches, pages and counts. `open` gives an empty one. */
export function testProposalSearch(name: string, open: () => Promise<ProposalStore>): void {
  describe(`${name} searches proposals`, () => {
    let store: ProposalStore
    beforeEach(async () => {
      store = await open()
    })

    const add = async (
      blueprint: string,
      { store: repository = 'modules', path = blueprint, ...facts }: Added = {},
    ) => {
      const source = {
        store: repository,
        path,
        commit: 'abc',
        address: `https://git.example.com/${repository}.git`,
      }
      const branch = `groundplan/${blueprint}`
      return addProposal(
        store,
        newProposal({ blueprint, title: `Add blueprint ${blueprint}`, branch, source, ...facts }),
      )
    }
    const find = async (search: ProposalSearch, sort: ProposalSort = 'name') =>
      (await store.search(search, { sort, limit: 100 })).items.map(({ blueprint }) => blueprint)

    it('finds all words in name, title, repository and path, whatever their case', async () => {
      await add('rds-postgres', { store: 'Platform', path: 'modules/rds' })
      await add('rds_mysql', { title: 'Add 100 % of it' })
      await add('network')
      expect(await find({ text: 'RDS platform' })).toEqual(['rds-postgres'])
      expect(await find({ text: 'modules/rds' })).toEqual(['rds-postgres', 'rds_mysql'])
      expect(await find({ text: '100 %' })).toEqual(['rds_mysql'])
      expect(await find({ text: '_' })).toEqual(['rds_mysql'])
      expect(await find({ text: '\\' })).toEqual([])
      expect(await find({ text: "'; drop table proposal; --" })).toEqual([])
      expect(await find({ text: '  ' })).toEqual(['network', 'rds-postgres', 'rds_mysql'])
    })

    it('finds proposals by number', async () => {
      for (const blueprint of ['a', 'b', 'c']) await add(blueprint, { title: `About #2${blueprint}` })
      expect(await find({ numbers: [1, 3, 9] })).toEqual(['a', 'c'])
      expect(await find({ numbers: [] })).toEqual([])
      expect(await find({ text: '#2' })).toEqual(['a', 'b', 'c'])
      expect(await find({ text: '#3' })).toEqual(['c'])
      expect(await find({ text: '#99999999999' })).toEqual([])
    })

    it('filters by repository, owner, kind, breaking changes, conflicts, age and status', async () => {
      await add('a', { store: 'one', facts: { breaking: 2, conflicts: 0, owners: ['@x/db', 'ada'] } })
      await add('b', { store: 'two', kind: 'update', facts: { breaking: 0, conflicts: 1, owners: ['ada'] } })
      await add('c', { store: 'two', createdAt: new Date('2026-01-01') })
      await changeOpen(3, store, reject)
      expect(await find({ repository: 'two' })).toEqual(['b', 'c'])
      expect(await find({ owner: 'ada' })).toEqual(['a', 'b'])
      expect(await find({ owner: '@x' })).toEqual([])
      expect(await find({ kind: 'update' })).toEqual(['b'])
      expect(await find({ breaking: true })).toEqual(['a'])
      expect(await find({ breaking: false })).toEqual(['b', 'c'])
      expect(await find({ conflicts: true })).toEqual(['b'])
      expect(await find({ conflicts: false, status: 'open' })).toEqual(['a'])
      expect(await find({ openedBefore: new Date('2026-01-02') })).toEqual(['c'])
      expect(await find({ openedAfter: new Date('2026-01-02') })).toEqual(['a', 'b'])
      expect(await store.count({ repository: 'two', status: 'open' })).toBe(1)
    })

    it.each(proposalSorts)('lists every proposal once, page by page, sorted by %s', async (sort) => {
      for (const [index, blueprint] of ['d4', 'b2', 'a1', 'c3', 'B5'].entries())
        await add(blueprint, {
          store: index % 2 === 0 ? 'one' : 'two',
          updatedAt: new Date(Date.UTC(2026, 1, 10 - (index % 3), 1, 2, 3, 4)),
        })
      const whole = await find({}, sort)
      const seen: string[] = []
      let after: ProposalPosition | undefined
      do {
        const page = await store.search({}, { sort, limit: 2, ...(after === undefined ? {} : { after }) })
        seen.push(...page.items.map(({ blueprint }) => blueprint))
        after = page.next
      } while (after !== undefined)
      expect(seen).toEqual(whole)
      const [third] = (await store.search({ text: whole[2] ?? '' }, { sort, limit: 1 })).items
      const backwards = { sort, limit: 10, backwards: true, after: third && positionOf(third, sort) }
      const before = (await store.search({}, backwards)).items.map(({ blueprint }) => blueprint)
      expect(before).toEqual(whole.slice(0, 2).toReversed())
      expect(seen.toSorted()).toEqual(['B5', 'a1', 'b2', 'c3', 'd4'])
    })

    it('sorts by number, last update, name, and repository and path', async () => {
      await add('b', { store: 'two', updatedAt: new Date('2026-02-02') })
      await add('c', { store: 'one', updatedAt: new Date('2026-02-03') })
      await add('a', { store: 'one', path: 'z', updatedAt: new Date('2026-02-01') })
      expect(await find({}, 'newest')).toEqual(['a', 'c', 'b'])
      expect(await find({}, 'oldest')).toEqual(['b', 'c', 'a'])
      expect(await find({}, 'updated')).toEqual(['c', 'b', 'a'])
      expect(await find({}, 'name')).toEqual(['a', 'b', 'c'])
      expect(await find({}, 'repository')).toEqual(['c', 'a', 'b'])
    })

    it('goes on after the last page where proposals were decided meanwhile', async () => {
      for (const blueprint of ['a', 'b', 'c', 'd']) await add(blueprint)
      const first = await store.search({ status: 'open' }, { sort: 'oldest', limit: 2 })
      await changeOpen(1, store, reject)
      await changeOpen(2, store, reject)
      const second = await store.search({ status: 'open' }, { sort: 'oldest', limit: 2, after: first.next })
      expect(second.items.map(({ blueprint }) => blueprint)).toEqual(['c', 'd'])
      expect(second.next).toBeUndefined()
    })

    it('counts what each filter would select, leaving the filter itself out', async () => {
      await add('a', { store: 'one', facts: { breaking: 1, conflicts: 0, owners: ['ada', 'bob'] } })
      await add('b', { store: 'two', kind: 'update', facts: { breaking: 0, conflicts: 3, owners: ['bob'] } })
      await add('c', { store: 'two' })
      await changeOpen(3, store, reject)
      expect(await store.countFacets({})).toEqual({
        status: { open: 2, approved: 0, rejected: 1, withdrawn: 0 },
        kind: [
          { value: 'new', count: 2 },
          { value: 'update', count: 1 },
        ],
        repository: [
          { value: 'two', count: 2 },
          { value: 'one', count: 1 },
        ],
        owner: [
          { value: 'bob', count: 2 },
          { value: 'ada', count: 1 },
        ],
        breaking: 1,
        conflicts: 1,
      })
      expect(await store.countFacets({ status: 'open', repository: 'two' })).toMatchObject({
        status: { open: 1, rejected: 1 },
        repository: [
          { value: 'one', count: 1 },
          { value: 'two', count: 1 },
        ],
        owner: [{ value: 'bob', count: 1 }],
        breaking: 0,
      })
    })

    it('keeps conflicts with their decisions until others are given', async () => {
      const conflict: ProposalConflict = {
        id: 'blueprints/a.yaml#inputs.size',
        file: 'blueprints/a.yaml',
        path: ['inputs', 'my size'],
        message: 'inputs."my size": both changed.',
        edited: 'size: 1',
        generated: 'size: 2',
        canTakeGenerated: true,
      }
      const declarations = [{ kind: 'variable', name: 'size', file: 'a/main.tf', line: 3 }] as const
      const facts = { breaking: 0, conflicts: 1, owners: [] }
      const added = await add('a', { facts, details: { conflicts: [conflict], declarations } })
      expect(await store.find(1)).toMatchObject({ facts })
      expect(await store.readDetails(1)).toEqual({ conflicts: [conflict], declarations })
      await updateProposal(store, { ...added, title: 'Changed' })
      expect(await store.readDetails(1)).toEqual({ conflicts: [conflict], declarations })
      const at = new Date('2026-02-03T04:05:06.789Z')
      const decision = { choice: 'edited', by: person('Ada'), at } as const
      await updateProposal(store, added, undefined, { conflicts: [{ ...conflict, decision }], declarations })
      expect((await store.readDetails(1)).conflicts).toEqual([{ ...conflict, decision }])
      const without = { ...added, facts: undefined }
      await updateProposal(store, without, undefined, { conflicts: [], declarations: [] })
      expect(await store.readDetails(1)).toEqual({ conflicts: [], declarations: [] })
      expect((await store.find(1))?.facts).toBeUndefined()
      expect(await store.readDetails(9)).toEqual({ conflicts: [], declarations: [] })
    })
  })
}

type Added = Partial<Parameters<typeof newProposal>[0]> & { readonly store?: string; readonly path?: string }

async function reject(proposal: Proposal): Promise<Proposal> {
  return { ...proposal, state: { status: 'rejected', by: person('ada'), at: new Date(0), reason: undefined } }
}
