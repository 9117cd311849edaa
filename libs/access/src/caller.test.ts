import { accountSpaceId, homeSpaceId, person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import { isAllowed, requirePermission, type Grant } from './caller.ts'
import { permissionNames, permissions, type Permission } from './permissions.ts'
import { builtInRoles, type BuiltInRole } from './roles.ts'

const roleNames = Object.keys(builtInRoles) as readonly BuiltInRole[]
const callerWith = (...grants: readonly Grant[]) => ({ actor: person('ada'), grants })

describe.each(roleNames)('%s', (name) => {
  const role = builtInRoles[name]

  it.each(permissionNames)('has "%s" as the table says, in its own space and in no other', (permission) => {
    const has = role.permissions.has(permission)
    const { within } = permissions[permission]
    const inOne = callerWith({ role, spaceId: 'payments' })
    expect(isAllowed(inOne, permission, 'payments')).toBe(has && (within === 'space' || within === 'any'))
    expect(isAllowed(inOne, permission, 'cards')).toBe(has && within === 'any')
    const atHome = callerWith({ role, spaceId: homeSpaceId })
    expect(isAllowed(atHome, permission, homeSpaceId)).toBe(has)
    expect(isAllowed(atHome, permission, 'payments')).toBe(has && (within === 'account' || within === 'any'))
    const everywhere = callerWith({ role })
    for (const space of ['payments', 'cards', ''])
      expect(isAllowed(everywhere, permission, space)).toBe(has && within !== 'home')
    for (const space of [homeSpaceId, accountSpaceId])
      expect(isAllowed(everywhere, permission, space)).toBe(has)
  })
})

it('roles add up, each in its own space', () => {
  const both = callerWith(
    { role: builtInRoles.viewer, spaceId: 'payments' },
    { role: builtInRoles.devops, spaceId: 'cards' },
  )
  const decide: Permission = 'secrets.read'
  expect(['payments', 'cards', 'loans'].map((space) => isAllowed(both, decide, space))).toEqual([
    ...[false, true, false],
  ])
})

it('nobody may do anything without a role, and is told what is missing', () => {
  for (const permission of permissionNames)
    expect(isAllowed(callerWith(), permission, 'payments')).toBe(false)
  expect(() => requirePermission(callerWith(), 'imports.run', homeSpaceId)).toThrow(
    expect.objectContaining({
      code: 'not-allowed',
      message: 'ada lacks the permission "imports.run" in the space "default".',
      hint: 'It permits: Start and cancel imports. Ask an administrator for a role that has it.',
    }),
  )
})

it('whoever asks in the wrong space is told so', () => {
  const bob = callerWith({ role: builtInRoles.viewer, spaceId: 'cards' })
  const [home, other] = [
    () => requirePermission(callerWith({ role: builtInRoles['account-admin'] }), 'imports.run', 'payments'),
    () => requirePermission(bob, 'catalog.read', 'payments'),
  ]
  expect(home).toThrow(
    expect.objectContaining({
      code: 'not-allowed',
      message:
        'The permission "imports.run" is about the blueprint repository, which only the space "default" has; you asked in the space "payments".',
    }),
  )
  expect(other).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('You have roles in "cards"') }),
  )
})

it('the account admin has every permission, and everybody else fewer', () => {
  const sizes = roleNames.map((name) => builtInRoles[name].permissions.size)
  expect(sizes[0]).toBe(permissionNames.length)
  expect(permissionNames.length).toBeGreaterThan(0)
})
