import { builtInRoles, type BuiltInRole } from '@groundplan/access'
import { InMemorySpaceStore } from '@groundplan/access/testing'
import { person } from '@groundplan/actor'
import type { ValueChecker } from '@groundplan/environment'
import type { NewEvent } from '@groundplan/events'
import { createWorld } from '@groundplan/environment/testing'
import { InMemoryWorkerStore } from '@groundplan/jobs/testing'
import { describe, expect, it } from 'vitest'
import type { ApiContext } from '../api-context.ts'
import { appRouter } from '../app-router.ts'

/** The API of a space in memory; runs are performed when a test says so. */
function openApi() {
  const world = createWorld()
  const { store, policies, ...rest } = world.dependencies
  const audited: NewEvent[] = []
  const spaces = new InMemorySpaceStore()
  const workers = new InMemoryWorkerStore()
  const as = (name: string, role: BuiltInRole = 'developer') => {
    const caller = { actor: person(name), grants: [{ role: builtInRoles[role], spaceId: rest.spaceId }] }
    const audit = { record: async (event: NewEvent) => void audited.push(event) }
    const environments = { store, policies }
    const context = { ...rest, audit, spaces, workers, environments, caller } as unknown as ApiContext
    return appRouter.createCaller(context).environments
  }
  return { ...world, as, audited, spaces, workers }
}

const shop = { name: 'Shop', blueprint: { name: 'shop' }, inputs: { region: 'eu', password: 'secret-word' } }

describe('environments over the API', () => {
  it('say which pool of workers they wait for, as long as no living worker serves it', async () => {
    const { as, spaces, workers, now } = openApi()
    await spaces.setPool('payments', 'emea')
    const ada = as('ada')
    const { environment, request } = await ada.launch(shop)
    const unserved = async () => [
      (await ada.get(environment)).run?.unservedPool,
      (await ada.request({ requestId: request.id })).run?.unservedPool,
    ]
    // It was given to the default pool, which nobody serves either.
    expect(await unserved()).toEqual(['default', 'default'])
    const worker = { host: 'server-1', pid: 1, version: '1.2.3', startedAt: now(), running: [] }
    await workers.put({ ...worker, id: 'a', seenAt: new Date(0), pools: ['default'] })
    await workers.put({ ...worker, id: 'b', seenAt: now(), pools: ['emea'] })
    expect(await unserved()).toEqual(['default', 'default'])
    await workers.put({ ...worker, id: 'a', seenAt: now(), pools: ['default'] })
    expect(await unserved()).toEqual([undefined, undefined])
  })

  it('are launched, shown without secrets, changed and ended', async () => {
    const { as, work } = openApi()
    const ada = as('ada')
    const endsAt = '2027-01-01T00:00:00.000Z'
    const launched = await ada.launch({ ...shop, endsAt, labels: ['a'], collaborators: ['bob'] })
    expect(launched).toMatchObject({
      environment: { state: 'planning', owner: 'ada', collaborators: ['bob'], endsAt },
      request: { kind: 'launch', status: 'planning', requestedBy: 'ada' },
    })
    const { id } = launched.environment
    expect(await ada.get({ id })).toMatchObject({ run: { kind: 'launch', status: 'admitted' } })
    await work()
    const { environment, request } = await ada.get({ id })
    expect(environment).toMatchObject({
      ...{ state: 'active', inputs: { region: 'eu' }, secretInputs: ['password'] },
      outputs: [{ name: 'where', value: 'eu' }, { name: 'secret' }],
    })
    expect(request).toBeUndefined()
    await as('bob').update({ id, inputs: { region: 'us' }, keepOthers: true, reason: 'nearer' })
    await work()
    await ada.end({ id })
    await work()
    expect((await ada.get({ id })).environment).toMatchObject({ state: 'ended', mayHaveResources: false })
    const requests = await ada.requests({ id, limit: 2 })
    expect(requests.items.map(({ kind, status }) => [kind, status])).toEqual([
      ...[['end', 'done'] as const, ['update', 'done'] as const],
    ])
    const more = await ada.requests({ id, cursor: requests.nextCursor })
    expect(more.items.map(({ kind }) => kind)).toEqual(['launch'])
    const shown = [launched, environment, requests, await ada.request({ requestId: launched.request.id })]
    expect(JSON.stringify(shown)).not.toContain('secret-word')
  })

  it('are held to the limits of their space, with a reason for whoever asked', async () => {
    const { as, spaces } = openApi()
    await spaces.setLimits('payments', { environmentsPerPerson: 1, maxDuration: 60 })
    expect(await as('ada').durations()).toEqual({ usual: 60, longest: 60 })
    const { environment } = await as('ada').launch(shop)
    expect(environment.endsAt).toBeDefined()
    const { request } = await as('ada').launch(shop)
    expect(request).toMatchObject({
      status: 'denied',
      failure: { message: expect.stringContaining('ask someone who manages spaces to raise the limit') },
    })
  })

  it('reveal secret outputs to whoever they belong to, on record', async () => {
    const { as, work, audited } = openApi()
    const ada = as('ada')
    const { environment } = await ada.launch({ ...shop, collaborators: ['bob'] })
    const { id } = environment
    await expect(ada.revealOutput({ id, output: 'secret' })).rejects.toMatchObject({ code: 'CONFLICT' })
    await work()
    const revealed = await as('bob').revealOutput({ id, output: 'secret' })
    expect(revealed).toMatchObject({ name: 'secret', value: expect.stringMatching(/./) as string })
    expect(audited).toMatchObject([
      { type: 'environment.output-revealed', actor: { name: 'bob' }, after: { output: 'secret' } },
    ])
    expect(JSON.stringify(audited)).not.toContain(revealed.value)
    await expect(as('eve').revealOutput({ id, output: 'secret' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    const viewer = as('ada', 'viewer')
    await expect(viewer.revealOutput({ id, output: 'secret' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(ada.revealOutput({ id, output: 'other' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(audited).toHaveLength(1)
  })

  it('show the plan before it is applied, and the log', async () => {
    const { as, work } = openApi()
    const ada = as('ada')
    const inputs = { ...shop.inputs, token: 't' }
    const { environment, request } = await ada.launch({ ...shop, inputs, confirm: true })
    await work()
    const planned = await ada.request({ requestId: request.id })
    expect(planned.run?.grains.map(({ name, plan }) => [name, plan?.actions.length])).toEqual([
      ...[
        ['network', 2],
        ['queue', 1],
        ['database', undefined],
      ],
    ])
    expect(planned.request.allowedActs).toEqual(['confirm', 'cancel'])
    const { waitsFor } = planned.request
    expect(waitsFor).toMatchObject({ confirmation: true, approval: false, inputs: ['token'] })
    const answer = { requestId: request.id, answer: 'approve', planHash: waitsFor?.planHash ?? '' } as const
    await expect(as('eve').answer(answer)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await ada.confirm({ ...answer, ephemeral: { token: 't' } })
    await work()
    expect((await ada.get({ id: environment.id })).environment.state).toBe('active')
    const log = await ada.log({ requestId: request.id, limit: 3 })
    expect(log.items).toHaveLength(3)
    const rest = await ada.log({ requestId: request.id, after: log.items.at(-1)?.position })
    expect(rest.items.map(({ text }) => text)).toContain('create thing.db')
  })

  it('tell what an upgrade would mean, and are upgraded', async () => {
    const { as, work } = openApi()
    const ada = as('ada')
    const { environment } = await ada.launch(shop)
    await work()
    const { id } = environment
    const preview = await ada.previewUpgrade({ id, version: '2.0.0' })
    expect(preview.changes.map(({ level, text }) => `${level}: ${text}`)).toEqual([
      'breaking: input "size" was added and is required',
      'breaking: grain "queue" was removed, together with its resources in environments',
      'feature: grain "cache" was added, from modules/cache',
    ])
    expect(preview.inputs).toEqual({
      ...{ values: { region: 'eu' }, secrets: ['password'], dropped: [], missing: ['size'], invalid: [] },
    })
    await ada.upgrade({ id, version: '2.0.0', inputs: { ...preview.inputs.values, size: 2 } })
    await work()
    expect((await ada.get({ id })).environment).toMatchObject({
      ...{ state: 'active', blueprint: { version: '2.0.0' }, secretInputs: ['password'] },
    })
  })

  it('are listed by page and by filter', async () => {
    const { as } = openApi()
    const ada = as('ada')
    for (const name of ['one', 'two', 'three']) await ada.launch({ ...shop, name, component: name })
    const first = await ada.list({ limit: 2 })
    expect(first.items.map(({ name }) => name)).toEqual(['three', 'two'])
    const second = await ada.list({ limit: 2, cursor: first.nextCursor })
    expect(second.items.map(({ name }) => name)).toEqual(['one'])
    expect((await ada.list({ component: 'two' })).items).toHaveLength(1)
    await as('bob').launch({ ...shop, name: 'two' })
    const named = await ada.list({ name: 'two' })
    expect(named.items.map(({ owner }) => owner)).toEqual(['bob', 'ada'])
    expect((await ada.list({ name: 'two', mine: true })).items.map(({ owner }) => owner)).toEqual(['ada'])
    expect((await ada.list({ states: ['active'] })).items).toEqual([])
    expect((await ada.list({ mine: true })).items).toHaveLength(3)
    expect((await as('bob').list({ mine: true })).items).toHaveLength(1)
    await expect(ada.list({ cursor: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('whose launch failed can be retried or rolled back', async () => {
    const { as, work, runner } = openApi()
    const ada = as('ada')
    runner.hook = ({ step, task }) => {
      if (step === 'apply' && task.grain === 'database') throw new Error('The quota is used up.')
    }
    const { environment, request } = await ada.launch(shop)
    await work()
    const failed = await ada.request({ requestId: request.id })
    expect(failed.request).toMatchObject({ status: 'failed', recoveries: ['keep', 'retry', 'roll-back'] })
    runner.hook = () => {}
    await ada.retry({ requestId: request.id })
    await work()
    expect((await ada.get({ id: environment.id })).environment.state).toBe('active')
    await expect(ada.retry({ requestId: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('say what whoever asks may request, and what each grain needs', async () => {
    const { as, work } = openApi()
    const ada = as('ada')
    const { environment } = await ada.launch({ ...shop, collaborators: ['bob'] })
    const { id } = environment
    await work()
    const allowedTo = async (name: string) => (await as(name).get({ id })).allowedRequests
    expect(await allowedTo('ada')).toContain('transfer')
    expect(await allowedTo('bob')).toContain('update')
    expect(await allowedTo('bob')).not.toContain('transfer')
    expect(await allowedTo('eve')).toEqual([])
    expect((await ada.grains({ id })).items).toEqual([
      { name: 'network', after: [] },
      { name: 'database', after: ['network'] },
      { name: 'queue', after: [] },
    ])
  })

  it('are watched while something changes', async () => {
    const { as, work } = openApi()
    const ada = as('ada')
    const { environment } = await ada.launch(shop)
    const steps = await ada.watch({ id: environment.id })
    const seen: string[] = []
    const working = work()
    for await (const step of steps) {
      seen.push(step.environment.state)
      if (step.environment.state === 'active') break
    }
    await working
    expect([seen[0], seen.at(-1)]).toEqual(['planning', 'active'])
  })

  it('whose values are checked by the tools of grains, with what the space fixes', async () => {
    const world = createWorld()
    const { store, policies, ...rest } = world.dependencies
    const caller = { actor: person('ada'), grants: [{ role: builtInRoles.developer, spaceId: rest.spaceId }] }
    const asked: unknown[] = []
    const valueChecker: ValueChecker = {
      check: async (_, values) => {
        asked.push(values)
        const problems = [
          { input: 'region', message: 'Not there.' },
          { input: 'password', message: 'Too short.' },
        ]
        return { problems, unchecked: ['region'] }
      },
    }
    const publications = { find: async () => ({ defaults: { password: 'abc' }, hidden: { region: 'eu' } }) }
    const environments = { store, policies, valueChecker }
    const context = { ...rest, environments, publications, caller } as unknown as ApiContext
    const api = appRouter.createCaller(context).environments
    const wish = { blueprint: { name: 'shop' }, inputs: {} }
    expect(await api.checkValues(wish)).toEqual({
      problems: [
        { message: 'The space fixes "region": Not there.' },
        { input: 'password', message: 'Too short.' },
      ],
      unchecked: ['region'],
    })
    expect(asked).toEqual([{ region: 'eu', password: 'abc' }])
    const without = { ...rest, environments: { store, policies }, caller } as unknown as ApiContext
    expect((await appRouter.createCaller(without).environments.checkValues(wish)).unavailable).toBeDefined()
  })

  it('are refused where the server launches none', async () => {
    const caller = { actor: person('ada'), grants: [{ role: builtInRoles['account-admin'] }] }
    const context = { caller, spaceId: 'payments' } as unknown as ApiContext
    await expect(appRouter.createCaller(context).environments.list()).rejects.toMatchObject({
      ...{ code: 'CONFLICT', message: 'This server does not launch environments.' },
    })
  })
})
