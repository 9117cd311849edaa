import { describe, expect, it } from 'vitest'
import type { Policies } from '../ports/policies.ts'
import { callerOf } from '../testing/environment-world.ts'
import { ada, openShop } from '../testing/open-shop.ts'
import { cancelRequest } from './cancel-request.ts'

/** Launches are for the region `eu` only. */
const onlyEu: Policies = {
  decide: async ({ at, target }) => {
    const isDenied = at === 'request' && target?.inputs.values['region'] !== 'eu'
    return isDenied
      ? { at, verdict: 'denied', reasons: [{ policy: 'regions', message: 'Only eu is allowed.' }] }
      : { at, verdict: 'allowed', reasons: [] }
  },
}

describe('a draft that a denied launch left', () => {
  const denied = async () => {
    const world = openShop({ policies: onlyEu })
    const { environment, request } = await world.launch({ inputs: { region: 'us', things: ['x'] } })
    expect([environment.state, request.status]).toEqual(['draft', 'denied'])
    return { ...world, id: environment.id, requestId: request.id }
  }

  it('is launched with other values in place of some of its own', async () => {
    const { change, look, work, id } = await denied()
    await change(id, { kind: 'launch', inputs: { region: 'eu' }, keepOthers: true })
    await work()
    expect(await look(id)).toMatchObject({
      state: 'active',
      inputs: { values: { region: 'eu', things: ['x'] } },
    })
  })

  it('is given up by whoever may launch it, once', async () => {
    const { dependencies, look, change, id, requestId } = await denied()
    await expect(cancelRequest(requestId, callerOf('eve'), dependencies)).rejects.toMatchObject({
      code: 'not-allowed',
    })
    const { environment, request } = await cancelRequest(requestId, ada, dependencies)
    expect([environment.state, request.status]).toEqual(['cancelled', 'denied'])
    await cancelRequest(requestId, ada, dependencies)
    expect(await look(id)).toEqual({ ...environment, revision: expect.any(Number) })
    await expect(change(id, { kind: 'launch' })).rejects.toThrow('is cancelled')
  })
})
