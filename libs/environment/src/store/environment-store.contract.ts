// Over 300 lines: one suite, which every store runs as a whole.
import { person } from '@groundplan/actor'
import type { EventLog, NewEvent } from '@groundplan/events'
import type { JobQueue, NewJob } from '@groundplan/jobs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { RunLimits } from '../admission/choose-admissions.ts'
import { OutdatedEnvironmentError, RunLostError } from '../change/change-environment.ts'
import type { EnvironmentStore } from '../ports/environment-store.ts'
import type { Environment } from '../model/environment.ts'
import type { EnvironmentRequest } from '../model/environment-request.ts'
import { stepNames, type Run } from '../model/run.ts'
import type { SealedEntry } from '../model/sealed-entry.ts'

const at = new Date('2026-02-03T04:05:06.789Z')
const blueprint = { name: 'shop', version: '1.0.0', commit: 'abc' }
const inputs = {
  values: { region: 'eu', at: '2026-02-03T04:05:06.789Z' },
  sealed: { password: 'r/password' },
}

export interface StoresUnderTest {
  /** The store of a space. */
  readonly of: (spaceId: string) => EnvironmentStore
  /** What happened in that space. */
  readonly eventsOf: (spaceId: string) => EventLog
  /** From now on a space demands a pool of workers; without one the default pool. */
  readonly demand: (spaceId: string, pool: string | undefined) => Promise<void>
  /** From now on living workers serve these pools. */
  readonly serve: (pools: readonly string[]) => Promise<void>
}

type OpenStores = (options: {
  readonly jobsOf: (spaceId: string) => JobQueue | undefined
  readonly limits: RunLimits
}) => Promise<StoresUnderTest>

/** An environment of the space "payments", complete. */
export function newEnvironment(facts: Partial<Environment> = {}): Environment {
  return {
    ...{ id: 'e1', spaceId: 'payments', name: 'Größe "x" \u{1F680}', state: 'draft', blueprint, inputs },
    ...{ owner: { kind: 'person', name: 'ada', id: 'iss/1' }, collaborators: [person('bob')] },
    ...{ component: 'shop', labels: ['team=a', 'b'], createdAt: at, endsAt: new Date(at.getTime() + 1) },
    grains: {
      network: {
        ...{ blueprint, mayHaveResources: true, secretOutputs: ['s'], sealedOutputs: 'network' },
        resources: [{ address: 'a.b', type: 'a', id: 'i' }],
      },
    },
    outputs: [{ name: 'o', kind: 'link', value: 'https://x', description: 'd' }],
    ...{ failure: { message: 'm', hint: 'h' }, stoppedBy: 'destroy', mayHaveResources: false, revision: 0 },
    ...facts,
  }
}

export function newRequest(facts: Partial<EnvironmentRequest> = {}): EnvironmentRequest {
  return {
    ...{ id: 'r1', environmentId: 'e1', requestedBy: person('ada'), requestedAt: at, reason: 'because' },
    ...{ payload: { kind: 'extend', endsAt: at }, confirm: true, status: 'waiting-for-approval' },
    decisions: [{ at: 'request', verdict: 'needs-approval', reasons: [{ policy: 'p', message: 'm' }] }],
    waitsFor: { planHash: 'h', confirmation: true, approval: true, inputs: ['token'], since: at },
    answers: [{ by: person('bob'), at, answer: 'approve', planHash: 'h', comment: 'c' }],
    ...{ runId: 'n1', endedAt: at, failure: { message: 'm' } },
    ...facts,
  }
}

export function newRun(facts: Partial<Run> = {}): Run {
  return {
    ...{ id: 'n1', environmentId: 'e1', requestId: 'r1', spaceId: 'payments', kind: 'launch' },
    ...{ target: { blueprint, inputs }, ephemeral: ['token'], status: 'queued', createdAt: at },
    grains: [
      {
        ...{ name: 'network', goal: { kind: 'apply' }, blueprint, after: [], cutOff: true },
        steps: stepNames.map((name) => ({ name, state: 'done', attempts: 1, startedAt: at, endedAt: at })),
        plan: {
          ...{ actions: [{ address: 'a.b', type: 'a', action: 'create' }], changesOutputs: true },
          ...{ digest: 'd', sealed: 'n1/network/1', decision: 'allowed' },
        },
      },
    ],
    ...facts,
  }
}

function entry(facts: Partial<SealedEntry> = {}): SealedEntry {
  const place = { spaceId: 'payments', environmentId: 'e1', kind: 'input', name: 'r/password' } as const
  return { ...place, sealed: 'the-cipher', keyId: 'k1', ...facts }
}

/** The contract of every EnvironmentStore. `open` creates empty ones that enqueue their jobs here. */
export function testEnvironmentStore(name: string, open: OpenStores): void {
  describe(`${name} as an EnvironmentStore`, () => {
    let stores: StoresUnderTest
    let store: EnvironmentStore
    let jobs: string[]
    const openWith = async (limits: RunLimits) => {
      jobs = []
      const queueOf = (spaceId: string): JobQueue => ({
        enqueue: async ({ payload, key, pool }: NewJob<never>) => {
          const { runId } = payload as { readonly runId: string }
          return String(jobs.push([spaceId, runId, key, ...(pool === undefined ? [] : [pool])].join(' ')))
        },
      })
      const jobsOf = (spaceId: string) => (spaceId === 'elsewhere' ? undefined : queueOf(spaceId))
      stores = await open({ jobsOf, limits })
      store = stores.of('payments')
    }
    beforeEach(() => openWith({ total: 10, perSpace: 10 }))

    const add = (facts: Partial<Environment> = {}) => store.apply({ environment: newEnvironment(facts) })
    /** An environment with a run that a worker has. */
    const addRunning = async () => {
      await store.apply({
        ...{ environment: newEnvironment(), requests: [newRequest()], runs: [newRun()] },
        sealed: [entry({ kind: 'ephemeral', name: 'n1', expiresAt: new Date(at.getTime() + 1000) })],
      })
      return store.begin({ runId: 'n1', token: 't' }, at)
    }

    it('keeps an environment, its requests and its runs as they are', async () => {
      await store.apply({
        ...{ environment: newEnvironment(), requests: [newRequest()], runs: [newRun({ status: 'waiting' })] },
      })
      expect(await store.find('e1')).toEqual(newEnvironment({ revision: 1 }))
      expect(await store.findRequest('r1')).toEqual(newRequest())
      expect(await store.findRun('n1')).toEqual(newRun({ status: 'waiting' }))
      for (const missing of [await store.find('x'), await store.findRequest('x'), await store.findRun('x')])
        expect(missing).toBeUndefined()
      const { endsAt: _, component: __, ...rest } = newEnvironment({ revision: 1 })
      await store.apply({ environment: rest })
      expect(await store.find('e1')).toEqual({ ...rest, revision: 2 })
    })

    it('counts launched environments that are not over, by owner', async () => {
      await add({ id: 'a1', state: 'active' })
      await add({ id: 'a2', state: 'stopped', owner: person('bob') })
      await add({ id: 'a3', state: 'planning', owner: { kind: 'api-token', name: 'ada' } })
      await add({ id: 'a4', state: 'draft' })
      await add({ id: 'a5', state: 'ended' })
      await stores.of('cards').apply({
        environment: newEnvironment({ id: 'a6', spaceId: 'cards', state: 'active' }),
      })
      expect(await store.countLaunched(person('ada'))).toEqual({ environments: 3, ofOwner: 1 })
      expect(await store.countLaunched(person('cleo'))).toEqual({ environments: 3, ofOwner: 0 })
    })

    it.each([
      [{ environments: 3 }, 3],
      [{ environments: 9, ofOwner: 2 }, 2],
      [{}, 6],
    ])('lets no more pass than %j, however many come at once', async (capacity, expected) => {
      const attempts = Array.from({ length: 6 }, (_, index) =>
        store.apply({ environment: newEnvironment({ id: `n${index}`, state: 'planning' }), capacity }),
      )
      const settled = await Promise.allSettled(attempts)
      const refused = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
      expect(refused).toHaveLength(6 - expected)
      for (const error of refused) expect(error).toBeInstanceOf(OutdatedEnvironmentError)
      expect((await store.list({}, { limit: 10 })).items).toHaveLength(expected)
    })

    it('writes nothing of a change to an environment that has changed since it was read', async () => {
      const before = await add()
      await store.apply({ environment: { ...before, name: 'first' } })
      const late = store.apply({
        ...{ environment: { ...before, name: 'second' }, requests: [newRequest()], sealed: [entry()] },
        events: [
          {
            at,
            actor: person('ada'),
            type: 'environment.renamed',
            subject: { kind: 'environment', id: 'e1' },
          },
        ],
      })
      await expect(late).rejects.toThrow(OutdatedEnvironmentError)
      await expect(add()).rejects.toThrow(OutdatedEnvironmentError)
      expect((await store.find('e1'))?.name).toBe('first')
      expect(await store.findRequest('r1')).toBeUndefined()
      expect(await store.readSealed(entry())).toBeUndefined()
      expect(await stores.eventsOf('payments').list({ kind: 'environment', id: 'e1' }, { limit: 9 })).toEqual(
        [],
      )
    })

    it('records events with the change', async () => {
      const event: NewEvent = {
        ...({ at, actor: person('ada'), type: 'environment.created', reason: 'r' } as const),
        ...({ subject: { kind: 'environment', id: 'e1' }, after: { state: 'draft' } } as const),
      }
      await store.apply({ environment: newEnvironment(), events: [event] })
      const events = await stores.eventsOf('payments').list(event.subject, { limit: 9 })
      expect(events).toMatchObject([event])
    })

    it('shows a space nothing of others', async () => {
      await addRunning()
      const other = stores.of('cards')
      expect([await other.find('e1'), await other.findRequest('r1'), await other.findRun('n1')]).toEqual([
        ...[undefined, undefined, undefined],
      ])
      expect((await other.list({}, { limit: 9 })).items).toEqual([])
      expect((await other.listRequests('e1', { limit: 9 })).items).toEqual([])
      expect((await other.readLog('n1', { limit: 9 })).items).toEqual([])
      expect(await other.begin({ runId: 'n1', token: 'x' }, at)).toBeUndefined()
    })

    it('lists environments by page, the newest first, and by what they are', async () => {
      for (const [index, id] of ['e1', 'e2', 'e3', 'e4'].entries()) {
        const createdAt = new Date(at.getTime() + (index > 1 ? 1000 : 0))
        await add({
          ...{ id, createdAt, name: `Shop ${index} %`, labels: index === 0 ? [] : ['x', `n=${index}`] },
          ...{ state: index === 3 ? 'active' : 'draft', component: `c${index}` },
          ...(index === 2 ? { owner: person('eve'), blueprint: { ...blueprint, name: 'other' } } : {}),
        })
      }
      const listed: string[] = []
      let after: Parameters<EnvironmentStore['list']>[1]['after']
      do {
        const page = await store.list({}, { limit: 1, after })
        listed.push(...page.items.map(({ id }) => id))
        after = page.next
      } while (after !== undefined)
      expect(listed).toEqual(['e4', 'e3', 'e2', 'e1'])
      const idsOf = async (filter: Parameters<EnvironmentStore['list']>[0]) =>
        (await store.list(filter, { limit: 9 })).items.map(({ id }) => id)
      expect(await idsOf({ states: ['active', 'ended'] })).toEqual(['e4'])
      expect(await idsOf({ states: [] })).toEqual([])
      expect(await idsOf({ owner: 'eve' })).toEqual(['e3'])
      expect(await idsOf({ blueprint: 'shop', labels: ['x'] })).toEqual(['e4', 'e2'])
      expect(await idsOf({ labels: ['x', 'n=2'] })).toEqual(['e3'])
      expect(await idsOf({ component: 'c1' })).toEqual(['e2'])
      expect(await idsOf({ name: 'Shop 2 %' })).toEqual(['e3'])
      expect(await idsOf({ name: 'shop 2 %' })).toEqual([])
      expect(await idsOf({ search: '% SHOP' })).toHaveLength(4)
      expect(await idsOf({ search: 'shop 2' })).toEqual(['e3'])
    })

    it('lists the requests of an environment, the newest first', async () => {
      const requests = ['a', 'b', 'c'].map((id, index) =>
        newRequest({ id, requestedAt: new Date(at.getTime() + index) }),
      )
      await store.apply({ environment: newEnvironment(), requests })
      const first = await store.listRequests('e1', { limit: 2 })
      expect(first.items.map(({ id }) => id)).toEqual(['c', 'b'])
      const second = await store.listRequests('e1', { limit: 2, after: first.next })
      expect(second).toEqual({ items: [requests[0]] })
    })

    it('gives a run to an attempt, with what is stored for it alone', async () => {
      const begun = await addRunning()
      expect(jobs).toEqual(['payments n1 n1/1'])
      expect(begun).toMatchObject({
        ...{ run: { ...newRun({ status: 'running' }), startedAt: at }, request: newRequest(), logSize: 0 },
        ...{ environment: { revision: 2 }, ephemeral: { sealed: 'the-cipher' } },
      })
      expect(await store.readSealed(entry({ kind: 'ephemeral', name: 'n1' }))).toBeUndefined()
      const again = await store.begin({ runId: 'n1', token: 'u' }, new Date(at.getTime() + 5))
      expect(again).toMatchObject({ run: { startedAt: at }, environment: { revision: 3 } })
      expect(again?.ephemeral).toBeUndefined()
    })

    it('does not give out ephemeral values that have expired', async () => {
      await store.apply({
        ...{ environment: newEnvironment(), requests: [newRequest()], runs: [newRun()] },
        sealed: [entry({ kind: 'ephemeral', name: 'n1', expiresAt: at }), entry()],
      })
      await store.removeExpired(new Date(at.getTime() - 1))
      expect(await store.readSealed(entry({ kind: 'ephemeral', name: 'n1' }))).toBeDefined()
      const begun = await store.begin({ runId: 'n1', token: 't' }, at)
      expect([begun === undefined, begun?.ephemeral]).toEqual([false, undefined])
      const expired = entry({ kind: 'ephemeral', name: 'n2', expiresAt: at })
      await store.apply({ environment: newEnvironment({ revision: 2 }), sealed: [expired] })
      await store.removeExpired(at)
      expect(await store.readSealed(expired)).toBeUndefined()
      expect(await store.readSealed(entry())).toEqual(entry())
    })

    it('lets only the attempt that owns a run change it', async () => {
      const begun = await addRunning()
      if (begun === undefined) return expect.unreachable()
      const owner = { runId: 'n1', token: 't' }
      const changed: Run = { ...begun.run, ephemeral: [] }
      expect(await store.saveRun(changed, 't', [entry()])).toBe('continue')
      expect(await store.findRun('n1')).toEqual(changed)
      expect(await store.readSealed(entry())).toEqual(entry())
      const taken = await store.begin({ runId: 'n1', token: 'u' }, at)
      if (taken === undefined) return expect.unreachable()
      expect(await store.saveRun(begun.run, 't', [entry({ sealed: 'late' })])).toBe('lost')
      expect(await store.readSignal(owner)).toBe('lost')
      await store.appendLog(owner, [{ at, text: 'late' }])
      const late = store.apply({ environment: taken.environment, runs: [begun.run], owner })
      await expect(late).rejects.toThrow(RunLostError)
      expect(await store.findRun('n1')).toEqual(changed)
      expect((await store.readSealed(entry()))?.sealed).toBe('the-cipher')
      expect((await store.readLog('n1', { limit: 9 })).items).toEqual([])
      expect((await store.find('e1'))?.revision).toBe(taken.environment.revision)
    })

    it('tells the worker of a run that somebody wants it to stop', async () => {
      const begun = await addRunning()
      if (begun === undefined) return expect.unreachable()
      const owner = { runId: 'n1', token: 't' }
      expect(await store.readSignal(owner)).toBe('continue')
      await store.requestCancel('n1')
      expect(await store.readSignal(owner)).toBe('cancel')
      expect(await store.saveRun(begun.run, 't')).toBe('cancel')
      const runs = [newRun({ status: 'cancelled' })]
      await store.apply({ environment: begun.environment, runs, owner })
      expect([await store.readSignal(owner), await store.saveRun(begun.run, 't')]).toEqual(['lost', 'lost'])
      expect(await store.begin({ runId: 'n1', token: 'u' }, at)).toBeUndefined()
    })

    it('has another mark after each change, and none for what is not there', async () => {
      expect(await store.readMark('e1')).toBeUndefined()
      await add({ id: 'e2' })
      const other = await store.readMark('e2')
      const marks = [await store.readMark('e1')]
      const note = async () =>
        marks.push(...(await Promise.all(['e1', 'e1'].map((id) => store.readMark(id)))))
      const environment = newEnvironment({ runId: 'n1' })
      await store.apply({ environment, requests: [newRequest()], runs: [newRun()] })
      const begun = await store.begin({ runId: 'n1', token: 't' }, at)
      await note()
      if (begun === undefined) return expect.unreachable()
      await store.saveRun({ ...begun.run, ephemeral: ['pin'] }, 't')
      await note()
      await store.apply({ environment: begun.environment, runs: [newRun({ status: 'succeeded' })] })
      await note()
      const [, ...pairs] = marks
      expect(pairs.every((mark, index) => mark === pairs[index - (index % 2)])).toBe(true)
      expect(new Set(marks).size).toBe(4)
      expect(await store.readMark('e2')).toBe(other)
      expect(await stores.of('cards').readMark('e1')).toBeUndefined()
    })

    it('enqueues a job for each turn of a run', async () => {
      const begun = await addRunning()
      if (begun === undefined) return expect.unreachable()
      const owner = { runId: 'n1', token: 't' }
      const environment = await store.apply({
        ...{ environment: begun.environment, runs: [newRun({ status: 'waiting' })], owner },
      })
      expect(await store.begin({ runId: 'n1', token: 'u' }, at)).toBeUndefined()
      await store.apply({ environment, runs: [newRun()] })
      expect(jobs).toEqual(['payments n1 n1/1', 'payments n1 n1/2'])
      expect((await store.findRun('n1'))?.status).toBe('admitted')
      // After a restore there may be none: those that have a place get theirs again.
      await store.admitRuns()
      expect(jobs.slice(2)).toEqual(['payments n1 n1/2'])
    })

    /** A run of an environment of its own; those with a higher index were requested later. */
    const addRun = (spaceId: string, index: number) => {
      const id = `${spaceId}${index}`
      const createdAt = new Date(at.getTime() + index)
      const facts = { id, environmentId: id, requestId: id, spaceId, createdAt }
      return stores.of(spaceId).apply({
        environment: newEnvironment({ id, spaceId }),
        ...{ requests: [newRequest({ id, environmentId: id })], runs: [newRun(facts)] },
      })
    }

    it('gives places fairly: to the space that has the fewest, and to the oldest run of that', async () => {
      await openWith({ total: 3, perSpace: 2 })
      for (const index of [1, 2, 3, 4]) await addRun('payments', index)
      // Those of a space whose jobs are kept elsewhere are left to whoever keeps them.
      await addRun('elsewhere', 0)
      await addRun('cards', 5)
      await addRun('cards', 6)
      expect(jobs.map((job) => job.split(' ')[1])).toEqual(['payments1', 'payments2', 'cards5'])
      const owner = { runId: 'payments1', token: 't' }
      const begun = await store.begin(owner, at)
      if (begun === undefined) return expect.unreachable()
      const over = { ...begun.run, status: 'succeeded' } as const
      await store.apply({ environment: begun.environment, runs: [over], owner })
      expect(jobs.map((job) => job.split(' ')[1]).slice(3)).toEqual(['payments3'])
    })

    describe('with pools of workers', () => {
      /** Each once: they have keys. */
      const enqueued = () => [...new Set(jobs)]
      const statusOf = async (id: string) => (await store.findRun(id))?.status
      const begin = (id: string, turn: number, token = `turn ${turn}`) =>
        store.begin({ runId: id, token, turn }, at)

      it('lets runs wait, without a place, until a worker serves the pool that their space demands', async () => {
        await openWith({ total: 2, perSpace: 2 })
        await stores.demand('payments', 'emea')
        for (const index of [1, 2, 3]) await addRun('payments', index)
        for (const index of [4, 5]) await addRun('cards', index)
        expect(jobs).toEqual(['cards cards4 cards4/1', 'cards cards5 cards5/1'])
        await openWith({ total: 3, perSpace: 2 })
        await stores.demand('payments', 'emea')
        await addRun('cards', 1)
        for (const index of [2, 3, 4]) await addRun('payments', index)
        await stores.serve(['apac', 'default'])
        await store.admitRuns()
        expect(enqueued()).toEqual(['cards cards1 cards1/1'])
        await stores.serve(['emea'])
        await store.admitRuns()
        expect(enqueued().slice(1)).toEqual([
          'payments payments2 payments2/1 emea',
          'payments payments3 payments3/1 emea',
        ])
        expect(await store.findRun('payments2')).toMatchObject({ status: 'admitted', pool: 'emea' })
        expect((await begin('payments2', 1))?.run).toMatchObject({ status: 'running', pool: 'emea' })
      })

      it('takes back what nobody has begun when workers are gone, and their places with it', async () => {
        await openWith({ total: 2, perSpace: 2 })
        await stores.demand('payments', 'emea')
        await stores.serve(['emea'])
        await addRun('payments', 1)
        await addRun('payments', 2)
        await begin('payments1', 1)
        await addRun('cards', 3)
        await addRun('cards', 4)
        expect(jobs).toHaveLength(2)
        await stores.serve(['default'])
        await store.admitRuns()
        expect(enqueued().slice(2)).toEqual(['cards cards3 cards3/1', 'cards cards4 cards4/1'])
        expect([await statusOf('payments1'), await statusOf('payments2')]).toEqual(['running', 'queued'])
        // The job of the first turn is still there, and comes too late.
        expect(await begin('payments2', 1)).toBeUndefined()
      })

      it('gives what nobody has begun to the pool that the space demands now', async () => {
        await stores.demand('payments', 'emea')
        await stores.serve(['emea', 'apac'])
        await addRun('payments', 1)
        await stores.demand('payments', 'apac')
        expect(await begin('payments1', 1)).toBeUndefined()
        await store.admitRuns()
        await stores.demand('payments', undefined)
        await store.admitRuns()
        await stores.demand('payments', 'emea')
        await store.admitRuns()
        expect(enqueued()).toEqual([
          'payments payments1 payments1/1 emea',
          'payments payments1 payments1/2 apac',
          'payments payments1 payments1/3',
          'payments payments1 payments1/4 emea',
        ])
        for (const turn of [1, 2, 3]) expect(await begin('payments1', turn)).toBeUndefined()
        expect(await begin('payments1', 4)).toBeDefined()
        // Whoever continues after a worker that died has the same turn.
        expect(await begin('payments1', 4, 'second attempt')).toBeDefined()
      })

      it('leaves a run that has begun in its pool, until no worker serves that', async () => {
        await stores.demand('payments', 'emea')
        await stores.serve(['emea', 'apac'])
        await addRun('payments', 1)
        await begin('payments1', 1)
        await stores.demand('payments', 'apac')
        await store.admitRuns()
        expect(jobs.filter((job) => !job.endsWith('/1 emea'))).toEqual([])
        expect(await store.readSignal({ runId: 'payments1', token: 'turn 1' })).toBe('continue')
        await stores.serve(['default'])
        await store.admitRuns()
        expect(jobs.filter((job) => !job.endsWith('/1 emea'))).toEqual([])
        await stores.serve(['apac'])
        await store.admitRuns()
        expect(jobs.at(-1)).toBe('payments payments1 payments1/2 apac')
        expect(await begin('payments1', 1, 'late')).toBeUndefined()
        expect((await begin('payments1', 2))?.run).toMatchObject({ status: 'running', pool: 'apac' })
        expect(await store.readSignal({ runId: 'payments1', token: 'turn 1' })).toBe('lost')
      })
    })

    it('keeps sealed values until they are forgotten, and encrypts them again', async () => {
      const plans = ['n1/a/1', 'n1/b/1', 'n2/a/1'].map((plan) => entry({ kind: 'plan', name: plan }))
      const before = await store.apply({ environment: newEnvironment(), sealed: [entry(), ...plans] })
      const forget = [{ kind: 'plan', prefix: 'n1/' }] as const
      const after = await store.apply({ environment: before, forget })
      const left = async () =>
        (await store.listSealedWithOtherKey('k2', 9)).map(({ name: each }) => each).toSorted()
      expect(await left()).toEqual(['n2/a/1', 'r/password'])
      expect(await store.reseal(entry({ sealed: 'other' }), entry({ sealed: 'new', keyId: 'k2' }))).toBe(
        false,
      )
      expect(await store.reseal(entry(), entry({ sealed: 'new', keyId: 'k2' }))).toBe(true)
      expect(await left()).toEqual(['n2/a/1'])
      expect(await store.readSealed(entry())).toMatchObject({ sealed: 'new', keyId: 'k2' })
      await store.apply({ environment: after, forget: 'all' })
      expect(await left()).toEqual([])
      expect(await store.readSealed(entry())).toBeUndefined()
    })

    it('keeps the log of a run in order, by page', async () => {
      await addRunning()
      const owner = { runId: 'n1', token: 't' }
      const line = (text: string) => ({ at, grain: 'network', step: 'plan', text }) as const
      await store.appendLog(owner, [line('a'), line('b "\u{1F680}')])
      await store.appendLog(owner, [{ at, text: 'c' }])
      const first = await store.readLog('n1', { limit: 2 })
      expect(first.items).toMatchObject([line('a'), line('b "\u{1F680}')])
      const second = await store.readLog('n1', { limit: 2, after: first.next })
      expect(second.items.map(({ position: _, ...rest }) => rest)).toEqual([{ at, text: 'c' }])
      expect(second.next).toBeUndefined()
      expect(await store.begin({ runId: 'n1', token: 'u' }, at)).toMatchObject({ logSize: 2 + 5 + 2 + 1 })
    })
  })
}
