import { createHash } from 'node:crypto'
import { hashText } from '@groundplan/access'
import { systemActor } from '@groundplan/actor'
import { generateMasterKey, parseMasterKeys } from '@groundplan/secrets'
import { beforeEach, describe, expect, it } from 'vitest'
import { giveUpState, untilNotApplied, type StateHold } from './give-up-state.ts'
import { InMemoryStateStore } from './in-memory-state-store.ts'
import { takeOverState } from './manage-states.ts'
import { findStateAccess, grantStateAccess, type StateCredentials } from './state-access.ts'
import { lockState, readState, writeState, type BackendDependencies } from './state-backend.ts'

const key = { environment: 'e1', grain: 'network' }
const keyText = generateMasterKey()
const state = (serial: number) =>
  new TextEncoder().encode(
    JSON.stringify({ version: 4, terraform_version: '1.11.4', serial, lineage: 'l1', outputs: {} }, null, 2),
  )
const info = (id: string, operation = 'OperationTypeApply') =>
  JSON.stringify({ ID: id, Operation: operation })

let time: number
let store: InMemoryStateStore
let dependencies: BackendDependencies
beforeEach(() => {
  time = Date.parse('2026-01-02T03:04:05Z')
  store = new InMemoryStateStore()
  dependencies = {
    ...{ states: store, spaceId: 'payments', now: () => new Date(time) },
    findMasterKeys: () => parseMasterKeys(keyText, 'the test'),
    md5: (bytes) => createHash('md5').update(bytes).digest('hex'),
  }
})

/** An attempt at the run, as it begins. */
async function begin(): Promise<{ readonly hold: StateHold; readonly credentials: StateCredentials }> {
  await takeOverState({ ...key, reason: 'For the run r1.' }, systemActor, dependencies)
  const credentials = await grantStateAccess({ ...key, run: 'r1', seconds: 60 }, dependencies)
  return { hold: { ...key, run: 'r1', access: await hashText(credentials.password) }, credentials }
}

const accessOf = async (credentials: StateCredentials) => {
  const access = await findStateAccess(credentials, dependencies)
  if (access === undefined) throw new Error('There is no access.')
  return access
}

async function apply(credentials: StateCredentials, id: string, serial: number): Promise<void> {
  const access = await accessOf(credentials)
  await lockState(access, info(id), dependencies)
  const { status } = await writeState(access, { content: state(serial), lockId: id }, dependencies)
  expect(status).toBe(200)
}

const current = async () => (await store.find(key))?.current?.serial

describe('giveUpState', () => {
  it('saves what was not saved, and ends the credentials and the lock', async () => {
    const { hold, credentials } = await begin()
    await apply(credentials, 'a', 1)
    await giveUpState(hold, state(2), systemActor, dependencies)
    expect(await current()).toBe(2)
    expect((await store.find(key))?.lock).toBeUndefined()
    expect(await findStateAccess(credentials, dependencies)).toBeUndefined()
    const access = { ...key, run: 'r1', expiresAt: new Date(time) }
    expect((await readState(access, dependencies)).body).toEqual(state(2))
    // Whoever looks after it a second time changes nothing.
    await giveUpState(hold, state(2), systemActor, dependencies)
    expect(await current()).toBe(2)
  })

  it('leaves the next attempt at the same run alone', async () => {
    const dead = await begin()
    await apply(dead.credentials, 'a', 1)
    const next = await begin()
    await apply(next.credentials, 'b', 2)
    await giveUpState(dead.hold, undefined, systemActor, dependencies)
    expect((await store.find(key))?.lock?.id).toBe('b')
    expect(await findStateAccess(next.credentials, dependencies)).toBeDefined()
  })

  it('saves nothing, and says so, once the state has moved on or somebody else works on it', async () => {
    const dead = await begin()
    await apply(dead.credentials, 'a', 1)
    const next = await begin()
    await lockState(await accessOf(next.credentials), info('b'), dependencies)
    await expect(giveUpState(dead.hold, state(2), systemActor, dependencies)).rejects.toThrow('was not saved')
    await apply(next.credentials, 'b', 3)
    await giveUpState(next.hold, undefined, systemActor, dependencies)
    await expect(giveUpState(dead.hold, state(2), systemActor, dependencies)).rejects.toThrow('serial 2')
    expect(await current()).toBe(3)
  })
})

describe('untilNotApplied', () => {
  const wait = (pause: () => Promise<void>) =>
    untilNotApplied(key, { milliseconds: 1000, pause }, dependencies)
  const pass = async () => void (time += 100)

  it('waits for the end of an apply, and not for ever', async () => {
    const { hold, credentials } = await begin()
    await lockState(await accessOf(credentials), info('a'), dependencies)
    const start = time
    expect(await wait(pass)).toBe(false)
    expect(time - start).toBe(1000)
    const giveUp = async () => {
      await pass()
      await giveUpState(hold, undefined, systemActor, dependencies)
    }
    expect(await wait(giveUp)).toBe(true)
    expect(time - start).toBe(1100)
  })

  it('does not wait for a plan, which changes nothing', async () => {
    const { credentials } = await begin()
    await lockState(await accessOf(credentials), info('a', 'OperationTypePlan'), dependencies)
    const start = time
    expect(await wait(pass)).toBe(true)
    expect(time).toBe(start)
  })
})
