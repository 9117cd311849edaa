import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import { isAllowed, type Caller } from '../caller.ts'
import { permissionNames } from '../permissions.ts'
import { builtInRoles } from '../roles.ts'
import { findWorkloadCaller } from './find-workload-caller.ts'
import { InMemoryWorkloads } from './in-memory-workload-store.ts'
import { distrustWorkload, listWorkloads, mostWorkloads, trustWorkload } from './manage-workloads.ts'
import { testWorkloadStore } from './workload-store.contract.ts'
import { matchesClaims, type WorkloadClaims } from './workload.ts'

testWorkloadStore('InMemoryWorkloads', async () => {
  const directory = new InMemoryWorkloads()
  return { directory, ofSpace: (spaceId) => directory.ofSpace(spaceId) }
})

const github = 'https://token.actions.githubusercontent.com'
const audience = 'https://groundplan.example'
const adminOf = (spaceId: string): Caller => ({
  actor: person('ada'),
  grants: [{ role: builtInRoles['space-admin'], spaceId }],
})
const request = {
  ...{ name: 'deploy', issuer: github, audience, permissions: ['secrets.read'] as const },
  claims: { sub: 'repo:bank/infra:*', ref: 'refs/heads/main' },
}

/** Only the form of a token: who signed it is the verifier's to find out. */
function tokenOf(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) =>
    btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_')
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmVk`
}

const claims = {
  iss: github,
  aud: audience,
  sub: 'repo:bank/infra:ref:refs/heads/main',
  ref: 'refs/heads/main',
}

function createCompany() {
  const clock = { time: Date.UTC(2026, 0, 1) }
  const directory = new InMemoryWorkloads()
  const now = () => new Date(clock.time)
  const space = (spaceId: string) => ({ workloads: directory.ofSpace(spaceId), spaceId, now })
  const verified: string[] = []
  const find = (given: Readonly<Record<string, unknown>>, says: WorkloadClaims | undefined = claims) =>
    findWorkloadCaller(tokenOf(given), {
      workloads: directory,
      now,
      verifyToken: async (_, expected) => {
        verified.push(`${expected.issuer} ${expected.audience}`)
        return says
      },
    })
  return { clock, space, find, verified, directory }
}

describe('a workload', () => {
  it('may do what each space lets it, and nothing elsewhere', async () => {
    const { space, find, clock } = createCompany()
    await trustWorkload(request, adminOf('payments'), space('payments'))
    await trustWorkload({ ...request, permissions: ['catalog.read'] }, adminOf('cards'), space('cards'))
    clock.time += 1000
    const caller = await find(claims)
    expect(caller?.actor).toEqual({ kind: 'workload', name: claims.sub, issuer: github })
    const allowedIn = (spaceId: string) =>
      permissionNames.filter((name) => isAllowed(caller ?? { grants: [] }, name, spaceId)).toSorted()
    expect(allowedIn('payments')).toEqual(['secrets.read', 'server.read'])
    expect(allowedIn('cards')).toEqual(['catalog.read', 'server.read'])
    expect(allowedIn('loans')).toEqual(['server.read'])
    expect(await listWorkloads(adminOf('cards'), space('cards'))).toMatchObject([
      { name: 'deploy', spaceId: 'cards', lastUsedAt: new Date(clock.time) },
    ])
    await distrustWorkload('deploy', adminOf('payments'), space('payments'))
    await distrustWorkload('deploy', adminOf('cards'), space('cards'))
    expect(await find(claims)).toBeUndefined()
  })

  it('is asked for by nobody who is not trusted: no keys are fetched for strangers', async () => {
    const { space, find, verified } = createCompany()
    await trustWorkload(request, adminOf('payments'), space('payments'))
    expect(await find({ ...claims, iss: 'https://evil.example' })).toBeUndefined()
    expect(await find({ ...claims, aud: 'https://other.example' })).toBeUndefined()
    expect(await find({ ...claims, iss: 7 })).toBeUndefined()
    expect(await find({ ...claims, padding: 'x'.repeat(20_000) })).toBeUndefined()
    expect(verified).toEqual([])
    expect(await find({ ...claims, aud: ['other', audience] })).toBeDefined()
    expect(verified).toEqual([`${github} ${audience}`])
  })

  it('is what its token says once verified, not before', async () => {
    const { space, find } = createCompany()
    await trustWorkload(request, adminOf('payments'), space('payments'))
    expect(await find(claims, { ...claims, sub: 'repo:bank/infra-fork:x' })).toBeUndefined()
    expect(await find(claims, { ...claims, ref: 'refs/heads/other' })).toBeUndefined()
    const { ref: _, ...without } = claims
    expect(await find(claims, without)).toBeUndefined()
  })

  it.each<[string, string, boolean]>([
    ['repo:bank/infra:*', 'repo:bank/infra:', true],
    ['repo:bank/infra:*', 'repo:bank/infra-2:x', false],
    ['repo:bank/*:ref:*/main', 'repo:bank/a:ref:refs/heads/main', true],
    ['repo:bank/*:ref:*/main', 'repo:bank/a:ref:refs/heads/main2', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*ab*ab', 'ab', false],
    ['*', '', true],
    ['main', 'main ', false],
    ['m.in', 'main', false],
    ['a**b', 'ab', true],
  ])('pattern %s and %s: %s', (sub, text, matches) => {
    expect(matchesClaims({ claims: { sub } }, { sub: text })).toBe(matches)
  })

  it('compares numbers and yes or no as text, and nothing else', () => {
    const sub = 'x'
    expect(matchesClaims({ claims: { run: '7', main: 'true' } }, { sub, run: 7, main: true })).toBe(true)
    for (const groups of [['ops'], { ops: 1 }, null, undefined])
      expect(matchesClaims({ claims: { groups: '*' } }, { sub, groups })).toBe(false)
    expect(matchesClaims({ claims: { toString: '*' } }, { sub })).toBe(false)
  })

  it.each<[string, object, RegExp]>([
    ['no permission', { permissions: [] }, /no permissions/],
    ['an unencrypted issuer', { issuer: 'http://ci.example' }, /no issuer/],
    ['an issuer with a query', { issuer: 'https://ci.example?x=1' }, /no issuer/],
    ['no claims', { issuer: 'https://ci.example', claims: {} }, /could call/],
    ['only wildcards', { issuer: 'https://ci.example', claims: { sub: '**' } }, /could call/],
    ['a claim that is checked anyway', { claims: { ...request.claims, aud: 'x' } }, /"aud"/],
    ['any organization of GitHub', { claims: { sub: 'repo:*' } }, /whose they are/],
    ['half an organization', { claims: { sub: 'repo:ba*/infra:x' } }, /whose they are/],
    ['a branch of anybody', { claims: { ref: 'refs/heads/main' } }, /whose they are/],
    ['a repository with a wildcard', { claims: { repository: 'bank/*' } }, /whose they are/],
  ])('is not trusted with %s', async (_, change, message) => {
    const { space } = createCompany()
    const trusting = trustWorkload({ ...request, ...change }, adminOf('payments'), space('payments'))
    await expect(trusting).rejects.toMatchObject({
      code: 'input-invalid',
      message: expect.stringMatching(message) as string,
    })
  })

  it('is trusted with a fixed owner instead of a subject', async () => {
    const { space, find } = createCompany()
    const claimsOfOwner = { repository_owner_id: '1234' }
    await trustWorkload({ ...request, claims: claimsOfOwner }, adminOf('payments'), space('payments'))
    expect(await find(claims, { ...claims, repository_owner_id: '1234' })).toBeDefined()
    expect(await find(claims, { ...claims, repository_owner_id: '12345' })).toBeUndefined()
  })

  it('can do no more than who trusts it, has a name of its own, and is one of a limited number', async () => {
    const { space } = createCompany()
    const dependencies = space('payments')
    const all = { ...request, permissions: ['roles.manage'] as const }
    await expect(trustWorkload(all, adminOf('payments'), dependencies)).rejects.toMatchObject({
      code: 'not-allowed',
    })
    await expect(trustWorkload(request, adminOf('cards'), dependencies)).rejects.toMatchObject({
      code: 'not-allowed',
    })
    await expect(distrustWorkload('x', adminOf('payments'), dependencies)).rejects.toMatchObject({
      code: 'not-found',
    })
    for (let index = 0; index < mostWorkloads; index += 1)
      await trustWorkload({ ...request, name: `n${index}` }, adminOf('payments'), dependencies)
    await expect(trustWorkload(request, adminOf('payments'), dependencies)).rejects.toMatchObject({
      code: 'conflict',
    })
    await distrustWorkload('n0', adminOf('payments'), dependencies)
    await trustWorkload(request, adminOf('payments'), dependencies)
    await distrustWorkload('n1', adminOf('payments'), dependencies)
    await expect(trustWorkload(request, adminOf('payments'), dependencies)).rejects.toThrow(/already/)
  })
})
