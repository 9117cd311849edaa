import { describe, expect, it } from 'vitest'
import type { Policies } from '../ports/policies.ts'
import { callerOf } from '../testing/environment-world.ts'
import { ada, openShop } from '../testing/open-shop.ts'
import { listAllowedActs, listAllowedRequests } from './list-allowed.ts'
import { requestChange } from './request-change.ts'
import { readSnapshot } from './watch-environment.ts'

const [eve, admin] = [callerOf('eve'), callerOf('grace', 'space-admin')]

describe('what may be requested', () => {
  const requestsAt = async (world: ReturnType<typeof openShop>, id: string, caller = ada) => {
    const { environment, run } = await readSnapshot(id, world.store)
    return listAllowedRequests(environment, run, caller)
  }

  it('depends on the state, the permissions and whose environment it is', async () => {
    const world = openShop()
    const { environment } = await world.launch()
    await world.work()
    expect(await requestsAt(world, environment.id)).toEqual([
      ...['update', 'upgrade', 'extend', 'stop', 'restart', 'action', 'reconcile', 'end'],
      ...['transfer', 'rename', 'share'],
    ])
    expect(await requestsAt(world, environment.id, eve)).toEqual([])
    expect(await requestsAt(world, environment.id, admin)).toContain('release')
    await world.change(environment.id, { kind: 'end' })
    await world.work()
    expect(await requestsAt(world, environment.id, admin)).toEqual([])
  })

  it('is less while a run holds the environment, and every listed request is taken', async () => {
    const world = openShop()
    const { environment } = await world.launch()
    await world.work()
    const { id } = environment
    await world.change(id, { kind: 'update', inputs: { region: 'us' } })
    expect(await requestsAt(world, id)).toEqual(['extend', 'transfer', 'rename', 'share'])
    await world.work()
    world.runner.grains.clear()
    await requestChange(id, { kind: 'reconcile' }, { caller: ada, confirm: true }, world.dependencies)
    await world.work()
    expect((await readSnapshot(id, world.store)).run?.status).toBe('waiting')
    expect(await requestsAt(world, id)).toEqual(['extend', 'end', 'transfer', 'rename', 'share'])
    await expect(world.change(id, { kind: 'end' })).resolves.toMatchObject({
      request: { status: 'planning' },
    })
  })
})

describe('what may be done with a request', () => {
  const approving: Policies = {
    decide: async ({ at }) => ({ at, verdict: at === 'plan' ? 'needs-approval' : 'allowed', reasons: [] }),
  }

  it('is to cancel it or, for somebody who approves, to answer it', async () => {
    const world = openShop({ policies: approving })
    const { environment, request } = await world.launch()
    expect(listAllowedActs(request, environment, ada)).toEqual(['cancel'])
    await world.work()
    const snapshot = await readSnapshot(environment.id, world.store)
    const waiting = snapshot.request
    if (waiting === undefined) throw new Error('It is lost.')
    expect(listAllowedActs(waiting, snapshot.environment, ada)).toEqual(['cancel'])
    expect(listAllowedActs(waiting, snapshot.environment, eve)).toEqual([])
    expect(listAllowedActs(waiting, snapshot.environment, admin)).toEqual(['approve', 'reject', 'cancel'])
  })
})
