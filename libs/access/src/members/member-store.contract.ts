import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import type { Member } from './member.ts'
import type { MemberStore } from './member-store.ts'

const change = { by: person('ada'), at: new Date('2026-01-02T03:04:05.678Z') }

/** What every MemberStore promises. `open` gives an empty one. */
export function testMemberStore(name: string, open: () => Promise<MemberStore>): void {
  describe(`${name} as a MemberStore`, () => {
    it('lists the members of one space, or of all of them', async () => {
      const store = await open()
      const members: readonly Member[] = [
        { kind: 'group', name: 'platform', role: 'devops', spaceId: 'payments' },
        { kind: 'person', name: 'bob@example.com', role: 'viewer', spaceId: 'payments' },
        { kind: 'person', name: 'bob@example.com', role: 'developer', spaceId: 'cards' },
        { kind: 'person', name: 'eve@example.com', role: 'account-admin' },
      ]
      for (const member of members.toReversed()) expect(await store.add(member, change)).toBe(true)
      const listed = members.map((member) => ({ ...member, since: change.at }))
      expect(await store.list('payments')).toEqual(listed.slice(0, 2))
      expect(await store.list('cards')).toEqual([listed[2]])
      expect(await store.list(undefined)).toEqual([listed[3]])
      expect(await store.list('loans')).toEqual([])
    })

    it('finds who stands for somebody, by exact names', async () => {
      const store = await open()
      const bob: Member = { kind: 'person', name: 'bob', role: 'viewer', spaceId: 'payments' }
      const group: Member = { kind: 'group', name: 'team "a", b', role: 'devops' }
      for (const member of [bob, group, { ...bob, name: 'Bob' }, { ...group, name: 'bob' }])
        await store.add(member, change)
      const identity = { issuer: 'i', subject: 's', displayName: 'Bob' }
      expect(await store.listFor({ ...identity, username: 'bob', groups: [] })).toEqual([bob])
      const inGroup = await store.listFor({ ...identity, username: 'x', groups: ['y', 'team "a", b'] })
      expect(inGroup).toEqual([group])
      expect(await store.listFor({ ...identity, username: '', groups: [''] })).toEqual([])
    })

    it('says whether something changed', async () => {
      const store = await open()
      const member: Member = { kind: 'group', name: 'g', role: 'viewer', spaceId: 'payments' }
      expect(await store.remove(member, change)).toBe(false)
      expect(await store.add(member, change)).toBe(true)
      expect(await store.add(member, change)).toBe(false)
      expect(await store.remove({ ...member, spaceId: undefined }, change)).toBe(false)
      expect(await store.remove(member, change)).toBe(true)
      expect(await store.list('payments')).toEqual([])
    })

    it('replaces one role by another, unless the member has that one as well', async () => {
      const store = await open()
      const member: Member = { kind: 'group', name: 'g', role: 'viewer', spaceId: 'payments' }
      const later = { ...change, at: new Date('2026-02-03T04:05:06.789Z') }
      expect(await store.changeRole(member, 'devops', later)).toBe('missing')
      await store.add(member, change)
      await store.add({ ...member, spaceId: 'cards' }, change)
      expect(await store.changeRole(member, 'devops', later)).toBe('changed')
      expect(await store.list('payments')).toEqual([{ ...member, role: 'devops', since: later.at }])
      expect(await store.list('cards')).toEqual([{ ...member, spaceId: 'cards', since: change.at }])
      await store.add(member, change)
      expect(await store.changeRole(member, 'devops', later)).toBe('taken')
      expect((await store.list('payments')).map(({ role }) => role)).toEqual(['devops', 'viewer'])
    })
  })
}
