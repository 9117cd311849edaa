import { expect, it } from 'vitest'
import type { MemberStore } from '../members/member-store.ts'
import type { Member } from '../members/member.ts'
import type { RoleStore } from '../roles/role-store.ts'
import type { SessionStore } from './session-store.ts'
import type { SignInDirectory } from './sign-in-directory.ts'

export interface SignInPlace {
  readonly sessions: SessionStore
  readonly members: MemberStore
  readonly roles: RoleStore
  readonly signIns: SignInDirectory
}

const change = { by: { kind: 'system' } as const, at: new Date(0) }
const identity = {
  ...{ issuer: 'https://id.example', subject: 's1', username: 'ada "O\'Hara" ü\0' },
  ...{ displayName: 'Ada', groups: ['platform', "pay'ments", 'odd\uD800'] },
}

/** What holds for every way to find who has signed in. The stores are empty at the beginning. */
export function testSignInDirectory(name: string, open: () => Promise<SignInPlace>): void {
  it(`${name}: finds the session with the members that stand for the person, and all roles`, async () => {
    const { sessions, members, roles, signIns } = await open()
    const at = new Date('2026-01-02T03:04:05.678Z')
    const session = {
      ...{ id: crypto.randomUUID(), identity, client: 'browser' as const },
      ...{ createdAt: at, seenAt: at, expiresAt: new Date(at.getTime() + 1000) },
    }
    await sessions.add({ session, keys: { hash: 'now', previousHash: 'before', rotatedAt: at } })
    const own: readonly Member[] = [
      { kind: 'person', name: identity.username, role: 'auditor' },
      { kind: 'group', name: "pay'ments", role: 'developer', spaceId: 'payments' },
      { kind: 'group', name: 'odd\uD800', role: 'viewer', spaceId: 'cards' },
    ]
    const others: readonly Member[] = [
      { kind: 'group', name: identity.username, role: 'devops' },
      { kind: 'person', name: 'platform', role: 'devops' },
      { kind: 'group', name: 'others', role: 'devops' },
    ]
    for (const member of [...own, ...others]) await members.add(member, change)
    await roles.put({ name: 'auditor', title: 'Auditor', permissions: new Set(['secrets.read']) }, change)
    for (const hash of ['now', 'before']) {
      const found = await signIns.find(hash)
      expect(found?.stored).toEqual(await sessions.findByHash(hash))
      const names = found?.members.map(({ kind, role, spaceId }) => `${kind} ${role} ${spaceId}`)
      expect(names?.toSorted()).toEqual([
        ...['group developer payments', 'group viewer cards', 'person auditor undefined'],
      ])
      expect(found?.roles).toEqual(await roles.list())
    }
    expect(await signIns.find('other')).toBeUndefined()
  })

  it(`${name}: finds a session of somebody who is nobody's member`, async () => {
    const { sessions, signIns } = await open()
    const at = new Date(0)
    const nobody = { ...identity, groups: [] }
    const session = { id: crypto.randomUUID(), identity: nobody, client: 'cli' as const }
    const times = { createdAt: at, seenAt: at, expiresAt: new Date(1) }
    await sessions.add({ session: { ...session, ...times }, keys: { hash: 'h', rotatedAt: at } })
    expect(await signIns.find('h')).toMatchObject({ members: [], roles: [] })
  })
}
