import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import { isAllowed, type Caller } from '../caller.ts'
import { permissionNames } from '../permissions.ts'
import { builtInRoles } from '../roles.ts'
import { testApiTokenStore } from './api-token-store.contract.ts'
import { findTokenCaller } from './find-token-caller.ts'
import { InMemoryApiTokenStore } from './in-memory-api-token-store.ts'
import { createApiToken, listApiTokens, mostTokens, revokeApiToken, rotateApiToken } from './manage-tokens.ts'

testApiTokenStore('InMemoryApiTokenStore', async () => {
  const store = new InMemoryApiTokenStore('payments')
  return { store, directory: store, spaceId: 'payments' }
})

const day = 24 * 3_600_000
const admin: Caller = {
  actor: person('ada'),
  grants: [{ role: builtInRoles['space-admin'], spaceId: 'payments' }],
}

function createSpace() {
  const clock = { time: Date.UTC(2026, 0, 1) }
  const tokens = new InMemoryApiTokenStore('payments')
  return { clock, tokens, tokenDirectory: tokens, spaceId: 'payments', now: () => new Date(clock.time) }
}
const request = { name: 'ci', permissions: ['secrets.manage', 'secrets.read'], days: 30 } as const

describe('a token', () => {
  it('is who it says, with its own permissions in its own space alone', async () => {
    const space = createSpace()
    const { token, secret } = await createApiToken(request, admin, space)
    const caller = await findTokenCaller(secret, space)
    expect(caller).toMatchObject({ actor: { kind: 'api-token', name: 'ci' }, defaultSpaceId: 'payments' })
    const allowed = permissionNames.filter((name) => isAllowed(caller ?? { grants: [] }, name, 'payments'))
    expect(allowed.toSorted()).toEqual(['secrets.manage', 'secrets.read', 'server.read'])
    expect(permissionNames.filter((name) => isAllowed(caller ?? { grants: [] }, name, 'cards'))).toEqual([
      'server.read',
    ])
    expect(await listApiTokens(admin, space)).toMatchObject([{ id: token.id, lastUsedAt: space.now() }])
  })

  it('has a secret that is in no record', async () => {
    const space = createSpace()
    const { secret } = await createApiToken(request, admin, space)
    const other = await createApiToken({ ...request, name: 'other' }, admin, space)
    expect(secret).toMatch(/^groundplan_[\w-]{43}$/)
    expect(other.secret).not.toBe(secret)
    expect(JSON.stringify(await space.tokens.list())).not.toContain(secret.slice(11))
  })

  it('is replaced by a second one of its name, and both work until the first one is revoked', async () => {
    const space = createSpace()
    const first = await createApiToken(request, admin, space)
    space.clock.time += day
    const second = await rotateApiToken({ name: 'ci', days: 60 }, admin, space)
    expect(second.previous).toEqual(first.token)
    expect(second.token).toMatchObject({ permissions: request.permissions, createdAt: space.now() })
    const find = ({ secret }: { readonly secret: string }) => findTokenCaller(secret, space)
    expect((await find(second))?.actor).toEqual((await find(first))?.actor)
    await expect(rotateApiToken({ name: 'ci', days: 60 }, admin, space)).rejects.toMatchObject({
      code: 'conflict',
      hint: expect.stringContaining(first.token.id),
    })
    await revokeApiToken(first.token.id, admin, space)
    expect([await find(first), (await find(second))?.actor]).toEqual([
      undefined,
      { kind: 'api-token', name: 'ci' },
    ])
    expect((await rotateApiToken({ name: 'ci', days: 1 }, admin, space)).previous.id).toBe(second.token.id)
  })

  it('is not replaced by somebody who may do less, nor when it is over', async () => {
    const space = createSpace()
    const { token } = await createApiToken(request, admin, space)
    const rotate = (caller: Caller, name = 'ci', days = 30) => rotateApiToken({ name, days }, caller, space)
    const grants = [{ role: { permissions: new Set(['tokens.manage', 'secrets.read'] as const) } }]
    const limited = { actor: person('bob'), grants }
    await expect(rotate(limited)).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(rotate({ actor: person('eve'), grants: [] })).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(rotate(admin, 'other')).rejects.toMatchObject({ code: 'not-found' })
    await expect(rotate(admin, 'ci', 367)).rejects.toThrow('1 to 366 days')
    await revokeApiToken(token.id, admin, space)
    await expect(rotate(admin)).rejects.toMatchObject({ code: 'not-found' })
    expect(await listApiTokens(admin, space)).toHaveLength(1)
  })

  it('ends when it expires or is revoked', async () => {
    const space = createSpace()
    const expiring = await createApiToken(request, admin, space)
    const revoked = await createApiToken({ ...request, name: 'other' }, admin, space)
    space.clock.time += 30 * day - 1
    expect(await findTokenCaller(expiring.secret, space)).toBeDefined()
    await revokeApiToken(revoked.token.id, admin, space)
    expect(await findTokenCaller(revoked.secret, space)).toBeUndefined()
    space.clock.time += 1
    expect(await findTokenCaller(expiring.secret, space)).toBeUndefined()
  })

  it.each(['', 'groundplan_', 'x', 'groundplan_' + 'a'.repeat(43), 'groundplan_' + 'a'.repeat(44)])(
    'is not found by a wrong secret: %j',
    async (secret) => {
      const space = createSpace()
      await createApiToken(request, admin, space)
      expect(await findTokenCaller(secret, space)).toBeUndefined()
    },
  )

  it('notes its use once a minute', async () => {
    const space = createSpace()
    const { secret } = await createApiToken(request, admin, space)
    const uses: Date[] = []
    for (const seconds of [0, 30, 59, 61, 100]) {
      space.clock.time = Date.UTC(2026, 0, 1) + seconds * 1000
      await findTokenCaller(secret, space)
      uses.push((await space.tokens.list())[0]?.lastUsedAt ?? new Date(0))
    }
    expect(uses.map((use) => (use.getTime() - Date.UTC(2026, 0, 1)) / 1000)).toEqual([0, 0, 0, 61, 61])
  })
})

describe('tokens are refused', () => {
  it.each([
    [{ name: ' ' }, 'no name'],
    [{ permissions: [] }, 'no permissions'],
    [{ days: 0 }, '1 to 366 days'],
    [{ days: 367 }, '1 to 366 days'],
    [{ days: 1.5 }, '1 to 366 days'],
    [{ permissions: ['imports.run'] as const }, 'nothing that these permit: imports.run'],
  ])('with %j', async (wrong, message) => {
    await expect(createApiToken({ ...request, ...wrong }, admin, createSpace())).rejects.toThrow(message)
  })

  it('if they could do more than their creator', async () => {
    const space = createSpace()
    const granted = { permissions: new Set(['tokens.manage', 'catalog.read'] as const) }
    const caller: Caller = { actor: person('bob'), grants: [{ role: granted, spaceId: 'payments' }] }
    await expect(createApiToken(request, caller, space)).rejects.toMatchObject({
      ...{ code: 'not-allowed', details: { permissions: ['secrets.manage', 'secrets.read'] } },
    })
    await createApiToken({ ...request, permissions: ['catalog.read'] }, caller, space)
  })

  it.each(['devops', 'developer', 'viewer'] as const)(
    'to %s, and so are lists and revocations',
    async (name) => {
      const space = createSpace()
      const { token } = await createApiToken(request, admin, space)
      const caller: Caller = { actor: person('bob'), grants: [{ role: builtInRoles[name] }] }
      await expect(createApiToken({ ...request, name: 'mine' }, caller, space)).rejects.toThrow(
        'tokens.manage',
      )
      await expect(async () => listApiTokens(caller, space)).rejects.toThrow('tokens.manage')
      await expect(revokeApiToken(token.id, caller, space)).rejects.toThrow('tokens.manage')
    },
  )

  it('to administrators of another space', async () => {
    const other: Caller = { ...admin, grants: [{ role: builtInRoles['space-admin'], spaceId: 'cards' }] }
    await expect(createApiToken(request, other, createSpace())).rejects.toThrow('in the space "payments"')
  })

  it('with the name of a valid one, and beyond the limit', async () => {
    const space = createSpace()
    const { token } = await createApiToken(request, admin, space)
    await expect(createApiToken(request, admin, space)).rejects.toThrow('valid token "ci"')
    await revokeApiToken(token.id, admin, space)
    for (let count = 0; count < mostTokens; count += 1)
      await createApiToken({ ...request, name: `ci ${count}` }, admin, space)
    await expect(createApiToken(request, admin, space)).rejects.toThrow('which is the limit')
    await expect(revokeApiToken('unknown', admin, space)).rejects.toThrow('no token')
  })
})
