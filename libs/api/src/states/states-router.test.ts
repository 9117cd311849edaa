import { builtInRoles, type BuiltInRole } from '@groundplan/access'
import { person } from '@groundplan/actor'
import { generateMasterKey, parseMasterKeys } from '@groundplan/secrets'
import {
  grantStateAccess,
  findStateAccess,
  lockState,
  writeState,
  type BackendDependencies,
} from '@groundplan/terraform-state'
import { InMemoryStateStore } from '@groundplan/terraform-state/testing'
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ApiContext } from '../api-context.ts'
import { appRouter } from '../app-router.ts'

const key = { environment: 'e1', grain: 'network' }
const secret = 'c4nary-in-a-state'
let states: BackendDependencies
beforeEach(async () => {
  const keys = await parseMasterKeys(generateMasterKey(), 'the test')
  states = {
    ...{ states: new InMemoryStateStore(), findMasterKeys: async () => keys, spaceId: 'payments' },
    ...{ now: () => new Date(0), md5: (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex') },
  }
})

function as(role: BuiltInRole) {
  const caller = { actor: person('ada'), grants: [{ role: builtInRoles[role], spaceId: 'payments' }] }
  return appRouter.createCaller({ caller, spaceId: 'payments', cloud: { states } } as unknown as ApiContext)
    .states
}

async function write(serial: number): Promise<void> {
  const access = await openAccess()
  const text = JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial,
    lineage: 'l1',
    outputs: { s: secret },
  })
  const written = await writeState(
    access,
    { content: new TextEncoder().encode(text), lockId: undefined, md5: undefined },
    states,
  )
  expect(written.status).toBe(200)
}

async function openAccess() {
  const access = await findStateAccess(
    await grantStateAccess({ ...key, run: 'r1', seconds: 60 }, states),
    states,
  )
  if (access === undefined) throw new Error('There is no access.')
  return access
}

describe('Terraform states over the API', () => {
  it('tell their versions, and never what is in them', async () => {
    await write(1)
    await write(2)
    const { items } = await as('devops').versions(key)
    expect(items).toMatchObject([
      { number: 2, serial: 2, run: 'r1' },
      { number: 1, serial: 1, terraformVersion: '1.11.4' },
    ])
    expect(await as('devops').versions({ ...key, limit: 1, before: 2 })).toEqual({ items: items.slice(1) })
    expect(JSON.stringify([items, await as('devops').get(key)])).not.toContain(secret)
    await expect(as('developer').get(key)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(as('devops').get({ ...key, grain: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('are unlocked and brought back by those who may, once a lock is known by its ID', async () => {
    await write(1)
    await write(2)
    const lock = {
      ID: 'lock-1',
      Operation: 'OperationTypeApply',
      Who: 'ada@host',
      Version: '1.11.4',
      Created: '',
    }
    expect((await lockState(await openAccess(), JSON.stringify(lock), states)).status).toBe(200)
    expect((await as('devops').get(key)).lock).toMatchObject({ id: 'lock-1', run: 'r1', who: 'ada@host' })
    const admin = as('space-admin')
    await expect(admin.rollBack({ ...key, number: 1 })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(as('developer').unlock({ ...key, id: 'lock-1' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await expect(admin.unlock({ ...key, id: 'lock-0' })).rejects.toMatchObject({ code: 'CONFLICT' })
    await admin.unlock({ ...key, id: 'lock-1', reason: 'The worker is gone.' })
    await admin.rollBack({ ...key, number: 1 })
    expect((await admin.get(key)).current).toMatchObject({
      number: 3,
      serial: 3,
      rollback: { of: 1, by: 'ada' },
    })
  })
})
