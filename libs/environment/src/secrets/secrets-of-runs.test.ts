import { generateMasterKey, parseMasterKeys } from '@groundplan/secrets'
import { describe, expect, it } from 'vitest'
import { answerRequest } from '../requests/answer-request.ts'
import { requestChange } from '../requests/request-change.ts'
import { resealSecrets } from './reseal-secrets.ts'
import type { Policies } from '../ports/policies.ts'
import { callerOf, type WorldOptions } from '../testing/environment-world.ts'
import { ada, openShop } from '../testing/open-shop.ts'

/** Wants an approval of the first plan. */
const approving: Policies = {
  decide: async (question) => {
    const isFirst = question.at === 'plan' && question.request.answers.length === 0
    return { at: question.at, verdict: isFirst ? 'needs-approval' : 'allowed', reasons: [] }
  },
}

describe('secrets', () => {
  const [secret, token] = ['correct-horse-battery', 'one-time-token-123']

  it('show neither in rows nor in events nor in the log, and reach the runner', async () => {
    const world = openShop()
    world.runner.hook = ({ context, task }) => {
      context.onLog(`password=${secret} escaped ${JSON.stringify(task.scope.inputs)}`)
      context.onLog(btoa(token))
    }
    const { environment } = await world.launch({ inputs: { region: 'eu', password: secret, token } })
    await world.work()
    expect(await world.look(environment.id)).toMatchObject({ state: 'active' })
    expect(world.runner.grains.get(`${environment.id}/queue`)?.outputs['token']).toBe(token)
    expect(world.runner.grains.get(`${environment.id}/network`)?.outputs['secret']).toBe(secret)
    const everything = JSON.stringify([
      ...[world.all.environments, world.all.requests, world.all.runs, world.all.sealed].map((map) => [
        ...map,
      ]),
      [...world.all.logs],
      await world.store.events.readOutbox(undefined, 1000),
    ])
    expect(everything.includes('password=***')).toBe(true)
    for (const value of [secret, token, btoa(secret), btoa(token)])
      expect(everything.includes(value)).toBe(false)
    expect([...world.all.sealed.keys()].filter((key) => key.includes('ephemeral'))).toEqual([])
  })

  it('that are left out of an update keep their values', async () => {
    const world = openShop()
    const { environment } = await world.launch({ inputs: { region: 'eu', password: secret } })
    await world.work()
    await world.change(environment.id, { kind: 'update', inputs: { region: 'us' } })
    await world.work()
    expect(world.runner.grains.get(`${environment.id}/network`)?.outputs).toMatchObject({
      ...{ region: 'us', secret },
    })
  })

  const waiting = async (options?: WorldOptions) => {
    const world = openShop(options)
    const { environment, request } = await world.launch({ confirm: true, inputs: { region: 'eu', token } })
    await world.work()
    const waitsFor = async () => (await world.store.findRequest(request.id))?.waitsFor
    const answer = async (ephemeral?: Record<string, string>, caller = ada) => {
      const planHash = (await waitsFor())?.planHash ?? ''
      const given = { answer: 'approve', planHash, ...(ephemeral && { ephemeral }) } as const
      await answerRequest(request.id, given, caller, world.dependencies)
      await world.work()
    }
    const expectActive = async () => {
      expect(await world.look(environment.id)).toMatchObject({ state: 'active' })
      expect(world.runner.grains.get(`${environment.id}/queue`)?.outputs['token']).toBe(token)
    }
    return { waitsFor, answer, expectActive }
  }

  it('that are ephemeral are asked for again with the confirmation', async () => {
    const { waitsFor, answer, expectActive } = await waiting()
    expect(await waitsFor()).toMatchObject({ confirmation: true, inputs: ['token'] })
    await expect(answer()).rejects.toThrow('Values are required again: token')
    await answer({ token })
    await expectActive()
  })

  it('that are ephemeral are asked for again once somebody else has approved', async () => {
    const { waitsFor, answer, expectActive } = await waiting({ policies: approving })
    expect(await waitsFor()).toMatchObject({ confirmation: true, approval: true, inputs: [] })
    await answer()
    await answer(undefined, callerOf('grace', 'space-admin'))
    expect(await waitsFor()).toMatchObject({ confirmation: true, approval: false, inputs: ['token'] })
    await answer({ token })
    await expectActive()
  })

  it('are encrypted with a new master key, and opened with it alone', async () => {
    const world = openShop()
    const { environment } = await world.launch({ inputs: { region: 'eu', password: secret } })
    await world.work()
    const former = await world.dependencies.findMasterKeys()
    const { current } = await parseMasterKeys(generateMasterKey(), 'the test')
    expect(await resealSecrets({ current, former: [former.current] }, world.store)).toBeGreaterThan(1)
    expect(await resealSecrets({ current, former: [] }, world.store)).toBe(0)
    const findMasterKeys = async () => ({ current, former: [] })
    const dependencies = { ...world.dependencies, findMasterKeys }
    const wish = { kind: 'update', inputs: { region: 'us' } } as const
    const { request } = await requestChange(environment.id, wish, { caller: ada }, dependencies)
    expect(request.status).toBe('planning')
  })
})
