import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import type { Caller, Grant } from '../caller.ts'
import { builtInRoles } from '../roles.ts'
import { InMemorySpaceStore } from './in-memory-space-store.ts'
import {
  archiveSpace,
  findOwnSpaces,
  listSpaces,
  mostSpaces,
  putSpace,
  requireSpace,
} from './manage-spaces.ts'
import { testSpaceStore } from './space-store.contract.ts'

testSpaceStore('InMemorySpaceStore', async () => new InMemorySpaceStore())

const callerWith = (...grants: readonly Grant[]): Caller => ({ actor: person('ada'), grants })
const admin = callerWith({ role: builtInRoles['account-admin'] })
const cards = { name: 'cards', title: 'Cards', description: '' }
const create = () => ({ spaces: new InMemorySpaceStore(), now: () => new Date(0) })

describe('spaces', () => {
  it('are created, changed, archived and brought back by account admins', async () => {
    const all = create()
    await putSpace({ ...cards, title: ' Cards ' }, admin, all)
    expect(await listSpaces(admin, all)).toEqual([{ ...cards, createdAt: new Date(0) }])
    await archiveSpace('cards', admin, all)
    expect(await listSpaces(admin, all)).toMatchObject([{ name: 'cards', archivedAt: new Date(0) }])
    await expect(archiveSpace('loans', admin, all)).rejects.toMatchObject({ code: 'not-found' })
    expect(await putSpace(cards, admin, all)).not.toHaveProperty('archivedAt')
  })

  it.each(['space-admin', 'devops', 'developer', 'viewer'] as const)(
    'are not managed by %s',
    async (name) => {
      const caller = callerWith({ role: builtInRoles[name] })
      const lacks = 'lacks the permission "spaces.manage"'
      await expect(putSpace(cards, caller, create())).rejects.toThrow(lacks)
      await expect(archiveSpace('cards', caller, create())).rejects.toThrow(lacks)
      await expect(listSpaces(caller, create())).rejects.toThrow(lacks)
    },
  )

  it.each([
    '',
    'Cards',
    '1cards',
    'cards-',
    'cards--eu',
    '-cards',
    '@account',
    'c/d',
    'ünder',
    'a'.repeat(64),
  ])('are not named %j', async (name) => {
    await expect(putSpace({ ...cards, name }, admin, create())).rejects.toMatchObject({
      code: 'input-invalid',
    })
  })

  it('have titles and a limit, and the home space is always there', async () => {
    const all = create()
    await expect(putSpace({ ...cards, title: ' ' }, admin, all)).rejects.toThrow('has no title')
    for (const change of [
      () => putSpace({ ...cards, name: 'default' }, admin, all),
      () => archiveSpace('default', admin, all),
    ])
      await expect(change()).rejects.toMatchObject({ code: 'conflict' })
    for (let index = 0; index < mostSpaces; index += 1)
      await putSpace({ ...cards, name: `cards-${index}` }, admin, all)
    await expect(putSpace(cards, admin, all)).rejects.toThrow('which is the limit')
    await putSpace({ ...cards, name: 'cards-0', title: 'Still possible' }, admin, all)
  })
})

describe('who may enter a space', () => {
  const open = async () => {
    const all = create()
    for (const name of ['payments', 'cards', 'loans']) await putSpace({ ...cards, name }, admin, all)
    await archiveSpace('loans', admin, all)
    return all
  }
  const developer = { role: builtInRoles.developer, spaceId: 'cards' }

  it('is a member of it, or of the account', async () => {
    const all = await open()
    const bob = callerWith(developer, { role: builtInRoles.viewer, spaceId: 'loans' }, { ...developer })
    expect(await findOwnSpaces(bob, all)).toEqual([{ name: 'cards', title: 'Cards', roles: ['developer'] }])
    await requireSpace('cards', bob, all)
    expect((await findOwnSpaces(admin, all)).map(({ name }) => name)).toEqual([
      'default',
      'cards',
      'payments',
    ])
    expect(await findOwnSpaces(callerWith(), all)).toEqual([])
    for (const name of ['default', 'cards', 'payments']) await requireSpace(name, admin, all)
  })

  it('is a program in the space of its token, and nowhere else', async () => {
    const all = await open()
    const ci = { ...callerWith(developer), defaultSpaceId: 'cards' }
    await requireSpace('cards', ci, all)
    for (const name of ['default', 'payments'])
      await expect(requireSpace(name, ci, all)).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('is told the same of spaces that there are not, are archived, or are of others', async () => {
    const all = await open()
    const bob = callerWith(developer, { role: builtInRoles.viewer, spaceId: 'loans' })
    const refusals = ['payments', 'loans', 'unknown'].map(async (name) => {
      const error = await requireSpace(name, bob, all).then(
        () => undefined,
        (thrown: { readonly code: string; readonly message: string; readonly hint: string }) => thrown,
      )
      return JSON.stringify([error?.code, error?.message, error?.hint]).replace(name, '…')
    })
    const [first = '', ...others] = await Promise.all(refusals)
    expect(first).toContain('There is no space')
    expect(others).toEqual([first, first])
  })
})
