import { createHash } from 'node:crypto'
import { builtInRoles } from '@groundplan/access'
import { person, systemActor } from '@groundplan/actor'
import { generateMasterKey, parseMasterKeys } from '@groundplan/secrets'
import * as fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { InMemoryStateStore } from './in-memory-state-store.ts'
import {
  downloadState,
  forceUnlock,
  getState,
  listStateVersions,
  resealStates,
  rollBackState,
  takeOverState,
} from './manage-states.ts'
import { endStateAccess, findStateAccess, grantStateAccess } from './state-access.ts'
import {
  lockState,
  readState,
  unlockState,
  writeState,
  type BackendAnswer,
  type BackendDependencies,
} from './state-backend.ts'
import { withSerial } from './state-header.ts'
import { testStateStore } from './state-store.contract.ts'
import { largestState } from './stored-state.ts'

testStateStore('InMemoryStateStore', async () => new InMemoryStateStore())

const key = { environment: 'e1', grain: 'network' }
const access = { ...key, run: 'r1', expiresAt: new Date(9e12) }
const admin = { actor: person('ada'), grants: [{ role: builtInRoles['space-admin'] }] }
const developer = { actor: person('dan'), grants: [{ role: builtInRoles.developer }] }
const keyText = generateMasterKey()

let store: InMemoryStateStore
let time: Date
let dependencies: BackendDependencies
beforeEach(() => {
  store = new InMemoryStateStore()
  time = new Date('2026-01-02T03:04:05Z')
  dependencies = {
    ...{ states: store, spaceId: 'payments', now: () => time },
    findMasterKeys: () => parseMasterKeys(keyText, 'the test'),
    md5: (bytes) => createHash('md5').update(bytes).digest('hex'),
  }
})

const encode = (text: string) => new TextEncoder().encode(text)
const state = (serial: number, extra: object = {}, lineage = 'l1') =>
  encode(
    JSON.stringify(
      { version: 4, terraform_version: '1.11.4', serial, lineage, outputs: {}, ...extra },
      null,
      2,
    ),
  )
const info = (id: string) =>
  JSON.stringify({ ID: id, Operation: 'OperationTypeApply', Who: 'a@b', Version: '1.11.4', Created: 'now' })
const bodyOf = ({ body }: BackendAnswer) =>
  JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>
const write = (content: Uint8Array<ArrayBuffer>, lockId?: string, md5?: string) =>
  writeState(access, { content, lockId, md5 }, dependencies)

describe('the backend', () => {
  it('has nothing at first, then what was written, with its MD5', async () => {
    expect((await readState(access, dependencies)).status).toBe(404)
    expect((await write(state(1))).status).toBe(200)
    const answer = await readState(access, dependencies)
    expect(answer).toEqual({ status: 200, body: state(1), md5: dependencies.md5(state(1)) })
  })

  it('keeps content encrypted, and for its own place only', async () => {
    await write(state(1, { secret: 'hunter22'.repeat(100) }))
    const version = await store.readVersion(key, 1)
    expect(Buffer.from(version?.content ?? []).toString('latin1')).not.toContain('hunter22')
    const stolen = { ...key, grain: 'other' }
    await store.open(stolen, (await store.listDataKeys())[0]?.dataKey ?? { sealed: '', keyId: '' })
    if (version !== undefined) await store.addVersion(stolen, version, { current: 0 })
    await expect(readState({ ...access, ...stolen }, dependencies)).rejects.toThrow('damaged')
  })

  it('gives the lock to one run, and says who has it', async () => {
    expect((await lockState(access, info('a'), dependencies)).status).toBe(200)
    const refused = await lockState({ ...access, run: 'r2' }, info('b'), dependencies)
    expect(refused.status).toBe(423)
    expect(bodyOf(refused)).toMatchObject({
      ID: 'a',
      Who: 'a@b',
      Operation: 'OperationTypeApply',
      Info: 'run r1',
    })
    // The answer to the first request was lost.
    expect((await lockState(access, info('a'), dependencies)).status).toBe(200)
  })

  it.each(['{}', 'null', '', '{"ID":3}', info('x'.repeat(201)), ' '.repeat(10_001)])(
    'locks nothing for %#',
    async (body) => {
      expect((await lockState(access, body, dependencies)).status).toBe(400)
    },
  )

  it('lets only the holder of the lock write', async () => {
    await lockState(access, info('a'), dependencies)
    expect((await write(state(1))).status).toBe(423)
    expect((await write(state(1), 'b')).status).toBe(423)
    expect((await write(state(1), 'a')).status).toBe(200)
    await unlockState(access, info('a'), dependencies)
    const late = await write(state(2), 'a')
    expect([late.status, bodyOf(late)['message']]).toEqual([409, expect.stringContaining('taken away')])
  })

  it('unlocks by id only; without one for the run that holds it', async () => {
    expect((await unlockState(access, info('a'), dependencies)).status).toBe(200)
    await lockState(access, info('a'), dependencies)
    const refused = await unlockState(access, info('b'), dependencies)
    expect([refused.status, bodyOf(refused)['ID']]).toEqual([409, 'a'])
    expect((await unlockState({ ...access, run: 'r2' }, '', dependencies)).status).toBe(400)
    expect((await unlockState(access, '', dependencies)).status).toBe(200)
    expect((await store.find(key))?.lock).toBeUndefined()
  })

  it('goes forward only: serial, lineage, and nothing twice', async () => {
    await write(state(3))
    expect((await write(state(3))).status).toBe(200)
    expect(await listStateVersions(key, { limit: 10 }, admin, dependencies)).toHaveLength(1)
    for (const [content, reason] of [
      [state(3, { outputs: { a: {} } }), 'serial 3'],
      [state(2), 'serial 2'],
      [state(4, {}, 'l2'), 'lineage l2'],
    ] as const) {
      const answer = await write(content)
      expect([answer.status, bodyOf(answer)['message']]).toEqual([409, expect.stringContaining(reason)])
    }
  })

  it.each([
    ['no state', encode('{}'), 400],
    ['no JSON', encode('x'), 400],
    ['an old format', encode('{"version":3,"serial":1,"lineage":"a"}'), 400],
    ['no UTF-8', Uint8Array.of(0xff, 0xfe), 400],
    ['too much', new Uint8Array(largestState + 1), 413],
  ])('refuses %s', async (_, content, status) => {
    expect((await write(content)).status).toBe(status)
  })

  it('notices what was damaged on its way', async () => {
    expect((await write(state(1), undefined, '0'.repeat(32))).status).toBe(400)
    expect((await write(state(1), undefined, dependencies.md5(state(1)))).status).toBe(200)
  })

  it('keeps a state of 20 MB', async () => {
    const random = Buffer.from(crypto.getRandomValues(new Uint8Array(65_536))).toString('hex')
    const content = state(1, { resources: Array.from({ length: 160 }, (_, index) => `${index}${random}`) })
    expect(content.length).toBeGreaterThan(20_000_000)
    expect((await write(content)).status).toBe(200)
    const { body } = await readState(access, dependencies)
    expect(Buffer.compare(Buffer.from(body ?? []), content)).toBe(0)
  })
})

describe('access of runs', () => {
  it('is for one state and run, ends with its time and with the run, and is not kept', async () => {
    const credentials = await grantStateAccess({ ...key, run: 'r1', seconds: 60 }, dependencies)
    expect(await findStateAccess(credentials, dependencies)).toMatchObject({ ...key, run: 'r1' })
    expect(await findStateAccess({ ...credentials, username: 'r2' }, dependencies)).toBeUndefined()
    expect(
      await findStateAccess({ username: 'r1', password: 'groundplan-state_x' }, dependencies),
    ).toBeUndefined()
    time = new Date(time.getTime() + 59_999)
    expect(await findStateAccess(credentials, dependencies)).toBeDefined()
    time = new Date(time.getTime() + 1)
    expect(await findStateAccess(credentials, dependencies)).toBeUndefined()
    const second = await grantStateAccess({ ...key, run: 'r1', seconds: 1e9 }, dependencies)
    expect((await findStateAccess(second, dependencies))?.expiresAt.getTime()).toBe(
      time.getTime() + 86_400_000,
    )
    await endStateAccess({ ...key, run: 'r1' }, dependencies)
    expect(await findStateAccess(second, dependencies)).toBeUndefined()
  })
})

describe('people', () => {
  it('see versions and the lock, but need more to touch them', async () => {
    await write(state(1))
    await lockState(access, info('a'), dependencies)
    expect(await getState(key, admin, dependencies)).toMatchObject({
      current: { serial: 1 },
      lock: { id: 'a' },
    })
    await expect(getState(key, developer, dependencies)).rejects.toThrow('states.read')
    const devops = { actor: person('dev'), grants: [{ role: builtInRoles.devops }] }
    await expect(downloadState(key, devops, dependencies)).rejects.toThrow('states.manage')
    await expect(forceUnlock({ ...key, id: 'a' }, devops, dependencies)).rejects.toThrow('states.manage')
    await expect(getState({ ...key, grain: 'x' }, admin, dependencies)).rejects.toThrow(
      'There is no Terraform state',
    )
  })

  it('take away the lock of a run that is gone, which is recorded; its next write is refused', async () => {
    await lockState(access, info('a'), dependencies)
    await expect(forceUnlock({ ...key, id: 'b' }, admin, dependencies)).rejects.toThrow('not held any more')
    await forceUnlock({ ...key, id: 'a', reason: 'worker died' }, admin, dependencies)
    expect(store.events).toEqual(['state.unlocked worker died'])
    expect((await write(state(1), 'a')).status).toBe(409)
    await lockState(access, info('c'), dependencies)
  })

  it('make way for the next run', async () => {
    await write(state(1))
    await lockState(access, info('c'), dependencies)
    const former = await grantStateAccess({ ...key, run: 'r1', seconds: 60 }, dependencies)
    const reason = 'The run r1 is over.'
    expect(await takeOverState({ ...key, reason }, systemActor, dependencies)).toBe(true)
    expect(await findStateAccess(former, dependencies)).toBeUndefined()
    expect((await getState(key, admin, dependencies)).lock).toBeUndefined()
    expect(await takeOverState({ ...key, reason }, systemActor, dependencies)).toBe(false)
  })

  it('bring an earlier version back as a new one, which Terraform takes as newer', async () => {
    await write(state(5, { outputs: { a: 1 } }))
    await write(state(9, { outputs: {} }))
    await rollBackState({ ...key, number: 1, reason: 'wrong account' }, admin, dependencies)
    const { version, content } = await downloadState(key, admin, dependencies)
    expect(version).toMatchObject({
      number: 3,
      serial: 10,
      origin: { kind: 'rollback', of: 1, by: admin.actor },
    })
    expect(Buffer.from(content).toString()).toBe(Buffer.from(state(10, { outputs: { a: 1 } })).toString())
    expect(store.events).toEqual(['state.rolled-back wrong account', 'state.downloaded'])
    expect((await write(state(11))).status).toBe(200)
    await lockState(access, info('a'), dependencies)
    await expect(rollBackState({ ...key, number: 1 }, admin, dependencies)).rejects.toThrow(
      'locked by the run "r1"',
    )
    await expect(downloadState({ ...key, number: 77 }, admin, dependencies)).rejects.toThrow('no version 77')
  })

  it('rotate the master key, after which the former one is not needed', async () => {
    await write(state(1))
    const next = await parseMasterKeys(`${generateMasterKey()}\n${keyText}`, 'the test')
    expect(await resealStates(next, dependencies)).toBe(1)
    expect(await resealStates(next, dependencies)).toBe(0)
    const only = { ...dependencies, findMasterKeys: async () => ({ ...next, former: [] }) }
    expect((await readState(access, only)).body).toEqual(state(1))
  })
})

it('gives a state another serial and changes nothing else', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.nat(),
      fc.jsonValue(),
      fc.constantFrom(0, 2),
      (before, after, outputs, indent) => {
        const print = (serial: number) =>
          encode(
            JSON.stringify(
              { version: 4, terraform_version: '1.9.0', serial, lineage: '"serial": 3', outputs },
              null,
              indent,
            ),
          )
        expect(withSerial(print(before), after)).toEqual(print(after))
      },
    ),
  )
  expect(withSerial(encode('{"outputs":{"serial":1},"serial":2}'), 3)).toBeUndefined()
})
