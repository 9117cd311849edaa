import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../caller.ts'
import { InMemoryRoleStore } from '../roles/in-memory-role-store.ts'
import { putRole, removeRole } from '../roles/manage-roles.ts'
import { testRoleStore } from '../roles/role-store.contract.ts'
import { builtInRoles } from '../roles.ts'
import { InMemoryMemberStore } from './in-memory-member-store.ts'
import { addMember, changeMemberRole, listMembers, removeMember } from './manage-members.ts'
import type { Member } from './member.ts'
import { testMemberStore } from './member-store.contract.ts'

testMemberStore('InMemoryMemberStore', async () => new InMemoryMemberStore())
testRoleStore('InMemoryRoleStore', async () => new InMemoryRoleStore())

const accountAdmin: Caller = { actor: person('eve'), grants: [{ role: builtInRoles['account-admin'] }] }
const spaceAdmin: Caller = {
  actor: person('ada'),
  grants: [{ role: builtInRoles['space-admin'], spaceId: 'payments' }],
}
const create = () => ({
  ...{ members: new InMemoryMemberStore(), roles: new InMemoryRoleStore(), now: () => new Date(0) },
})
const bob: Member = { kind: 'person', name: 'bob', role: 'developer', spaceId: 'payments' }

describe('members', () => {
  it('are added and removed by the admin of their space', async () => {
    const space = create()
    await addMember(bob, spaceAdmin, space)
    expect(await listMembers('payments', spaceAdmin, space)).toEqual([{ ...bob, since: new Date(0) }])
    await expect(addMember(bob, spaceAdmin, space)).rejects.toMatchObject({ code: 'conflict' })
    await removeMember(bob, spaceAdmin, space)
    await expect(removeMember(bob, spaceAdmin, space)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('of other spaces and of the account are not theirs', async () => {
    const space = create()
    for (const spaceId of ['cards', undefined]) {
      const lacks = { code: 'not-allowed' }
      await expect(addMember({ ...bob, spaceId }, spaceAdmin, space)).rejects.toMatchObject(lacks)
      await expect(removeMember({ ...bob, spaceId }, spaceAdmin, space)).rejects.toMatchObject(lacks)
      await expect(async () => listMembers(spaceId, spaceAdmin, space)).rejects.toMatchObject(lacks)
      await addMember({ ...bob, spaceId }, accountAdmin, space)
    }
  })

  it('cannot get more than who adds them has', async () => {
    const space = create()
    await expect(addMember({ ...bob, role: 'account-admin' }, spaceAdmin, space)).rejects.toThrow(
      'roles.manage',
    )
    await addMember({ ...bob, role: 'space-admin' }, spaceAdmin, space)
    // What its roles say of the blueprint repository is nothing that an admin of another space could give.
    const atHome = { ...bob, role: 'space-admin', spaceId: 'default' }
    const grants = [{ role: { permissions: new Set(['members.manage'] as const) }, spaceId: 'default' }]
    await expect(addMember(atHome, { actor: person('ada'), grants }, space)).rejects.toThrow('imports.run')
  })

  it('get another role in the place of theirs, within what the caller may give', async () => {
    const space = create()
    await addMember(bob, spaceAdmin, space)
    await changeMemberRole(bob, 'devops', spaceAdmin, space)
    expect(await listMembers('payments', spaceAdmin, space)).toMatchObject([{ name: 'bob', role: 'devops' }])
    const devops = { ...bob, role: 'devops' }
    await expect(changeMemberRole(devops, 'account-admin', spaceAdmin, space)).rejects.toThrow('roles.manage')
    await expect(changeMemberRole(devops, 'chief', spaceAdmin, space)).rejects.toThrow('no role "chief"')
    await expect(changeMemberRole(devops, 'devops', spaceAdmin, space)).rejects.toThrow('already')
    await expect(changeMemberRole(bob, 'viewer', spaceAdmin, space)).rejects.toMatchObject({
      code: 'not-found',
    })
    await addMember({ ...bob, role: 'viewer' }, spaceAdmin, space)
    await expect(changeMemberRole(devops, 'viewer', spaceAdmin, space)).rejects.toMatchObject({
      code: 'conflict',
    })
    const viewer: Caller = { actor: person('v'), grants: [{ role: builtInRoles.viewer }] }
    await expect(changeMemberRole(devops, 'viewer', viewer, space)).rejects.toThrow('members.manage')
  })

  it.each(['devops', 'developer', 'viewer'] as const)('are not managed by %s', async (name) => {
    const caller: Caller = { actor: person('bob'), grants: [{ role: builtInRoles[name] }] }
    await expect(addMember(bob, caller, create())).rejects.toThrow('members.manage')
  })

  it.each([
    [{ role: 'chief' }, 'There is no role "chief"'],
    [{ name: '' }, 'The name is empty'],
    [{ name: ' bob' }, 'The name is empty'],
  ])('with %j are refused', async (wrong, message) => {
    await expect(addMember({ ...bob, ...wrong }, spaceAdmin, create())).rejects.toThrow(message)
  })
})

describe('roles', () => {
  const auditor = { name: 'auditor', title: 'Auditor', permissions: ['imports.read'] } as const

  it('are defined by account admins, and permit at once what they say', async () => {
    const space = create()
    await putRole(auditor, accountAdmin, space)
    await addMember({ ...bob, role: 'auditor' }, accountAdmin, space)
    await removeRole('auditor', accountAdmin, space)
    await expect(addMember({ ...bob, role: 'auditor' }, accountAdmin, space)).rejects.toThrow(
      'no role "auditor"',
    )
    await expect(removeRole('auditor', accountAdmin, space)).rejects.toMatchObject({ code: 'not-found' })
  })

  it.each([
    [{ name: 'viewer' }, 'built in'],
    [{ name: 'Viewer' }, 'no name for a role'],
    [{ name: 'a'.repeat(64) }, 'no name for a role'],
    [{ permissions: [] }, 'no permissions'],
  ])('with %j are refused', async (wrong, message) => {
    await expect(putRole({ ...auditor, ...wrong }, accountAdmin, create())).rejects.toThrow(message)
    await expect(removeRole('viewer', accountAdmin, create())).rejects.toThrow('built in')
  })

  it('cannot permit more than who defines them may do in all spaces', async () => {
    const permissions = new Set(['roles.manage', 'catalog.read'] as const)
    const caller: Caller = { actor: person('bob'), grants: [{ role: { permissions } }] }
    await expect(putRole(auditor, caller, create())).rejects.toThrow('imports.read')
    await putRole({ ...auditor, permissions: ['catalog.read'] }, caller, create())
    await expect(putRole(auditor, spaceAdmin, create())).rejects.toThrow('roles.manage')
  })
})
