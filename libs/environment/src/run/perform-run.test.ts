import { ConflictError } from '@groundplan/errors'
import { describe, expect, it, vi } from 'vitest'
import { cancelRequest } from '../requests/cancel-request.ts'
import { listRecoveries } from '../requests/list-recoveries.ts'
import type { World } from '../testing/environment-world.ts'
import { ada, openShop } from '../testing/open-shop.ts'

const eventsOf = async ({ store }: Pick<World, 'store'>, id: string) =>
  (await store.events.list({ kind: 'environment', id }, { limit: 100 })).map(({ type }) => type).toReversed()

describe('a launch', () => {
  it('plans and applies grains in the order of their dependencies, with the outputs of those before', async () => {
    const world = openShop()
    const { environment } = await world.launch()
    expect(environment.state).toBe('planning')
    await world.work()
    const launched = await world.look(environment.id)
    expect(launched).toMatchObject({ state: 'active', mayHaveResources: true, failure: undefined })
    expect(launched.runId).toBeUndefined()
    expect(launched.outputs).toEqual([
      { name: 'where', kind: 'regular', value: 'eu' },
      { name: 'secret', kind: 'regular', secret: true },
    ])
    const { applies } = world.runner
    expect(applies.indexOf('apply database')).toBeGreaterThan(applies.indexOf('apply network'))
    expect(world.runner.grains.get(`${environment.id}/database`)?.outputs).toMatchObject({ region: 'eu' })
    expect(await eventsOf(world, environment.id)).toEqual([
      ...['environment.created', 'environment.launch-requested', 'environment.launch-started'],
      'environment.launched',
    ])
    expect(world.runner.violations).toEqual([])
  })

  it('that fails in one grain stops only those that need it, and says why', async () => {
    const world = openShop()
    world.runner.hook = ({ step, task }) => {
      if (step === 'apply' && task.grain === 'network') throw new ConflictError('The quota is used up.')
    }
    const { environment, request } = await world.launch()
    await world.work()
    const failed = await world.look(environment.id)
    expect(failed).toMatchObject({
      state: 'active-with-errors',
      failure: { message: '"network" failed at apply: The quota is used up.' },
    })
    expect(Object.keys(failed.grains)).toEqual(expect.arrayContaining(['network', 'queue']))
    expect(world.runner.applies).not.toContain('apply database')
    const ended = await world.store.findRequest(request.id)
    if (ended === undefined) return expect.unreachable()
    expect(listRecoveries(failed, ended).map(({ kind }) => kind)).toEqual(['keep', 'retry', 'roll-back'])
    world.runner.hook = () => {}
    await world.change(environment.id, { kind: 'reconcile' })
    await world.work()
    expect(await world.look(environment.id)).toMatchObject({ state: 'active', failure: undefined })
    expect(world.runner.applies.filter((each) => each === 'apply queue')).toHaveLength(1)
  })

  it('whose plan fails is a draft again, in which nothing was created', async () => {
    const world = openShop()
    world.runner.hook = ({ step }) => {
      if (step === 'plan') throw new ConflictError('No credentials.', { hint: 'Add some.' })
    }
    const { environment } = await world.launch()
    await world.work()
    expect(await world.look(environment.id)).toMatchObject({
      ...{ state: 'draft', mayHaveResources: false },
      failure: { message: '"network" failed at plan: No credentials.', hint: 'Add some.' },
    })
    world.runner.hook = () => {}
    await world.change(environment.id, { kind: 'launch', inputs: { region: 'us' } })
    await world.work()
    expect(await world.look(environment.id)).toMatchObject({
      ...{ state: 'active', inputs: { values: { region: 'us' } } },
    })
  })

  it('that somebody cancels keeps what was created, and says so', async () => {
    const world = openShop()
    const reached = Promise.withResolvers<undefined>()
    world.runner.hook = async ({ step, task, changes, context }) => {
      if (step !== 'apply' || task.grain !== 'network' || changes !== 1) return
      reached.resolve(undefined)
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve))
    }
    const { environment, request } = await world.launch()
    const working = world.work()
    await reached.promise
    await cancelRequest(request.id, ada, world.dependencies)
    await working
    expect(await world.look(environment.id)).toMatchObject({
      ...{ state: 'active-with-errors', mayHaveResources: true },
      failure: { message: 'Somebody cancelled it.' },
    })
    expect((await world.store.findRequest(request.id))?.status).toBe('cancelled')
    expect(world.runner.listResources(environment.id)).toContain(`${environment.id}/network: thing.a`)
  })

  it('that is cancelled before a worker has it leaves nothing', async () => {
    const world = openShop()
    const { environment, request } = await world.launch()
    await cancelRequest(request.id, ada, world.dependencies)
    await world.work()
    expect(await world.look(environment.id)).toMatchObject({ state: 'cancelled', mayHaveResources: false })
    expect(world.runner.applies).toEqual([])
  })
})

describe('a worker that stops', () => {
  it('leaves its run to the next one, which looks at the state and applies the rest', async () => {
    const world = openShop()
    const stopping = new AbortController()
    world.runner.hook = ({ step, task, changes, context }) => {
      if (step !== 'apply' || task.grain !== 'network' || changes !== 1) return
      stopping.abort(new Error('The worker stops.'))
      context.signal.throwIfAborted()
    }
    const { environment } = await world.launch()
    const [job] = world.jobs
    await expect(world.workOnce(stopping.signal)).rejects.toThrow('The worker stops.')
    expect(await world.look(environment.id)).toMatchObject({ state: 'launching', mayHaveResources: true })
    world.runner.hook = () => {}
    if (job !== undefined) world.jobs.push(job)
    await world.work()
    expect(await world.look(environment.id)).toMatchObject({ state: 'active' })
    expect(world.runner.violations).toEqual([])
    expect(world.runner.listResources(environment.id)).toHaveLength(4)
  })

  it('is told so when another one has taken its run', async () => {
    const world = openShop()
    await world.launch()
    const [job] = world.jobs
    const taken = vi.fn(async () => {
      await world.store.begin({ runId: job?.runId ?? '', token: 'other' }, world.now())
    })
    world.runner.hook = ({ step }) => (step === 'plan' ? taken() : undefined)
    await world.workOnce()
    expect(taken).toHaveBeenCalled()
    expect(world.runner.applies).toEqual([])
  })
})
