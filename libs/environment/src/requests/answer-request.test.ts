import { describe, expect, it } from 'vitest'
import { callerOf } from '../testing/environment-world.ts'
import { answerRequest } from './answer-request.ts'
import { ada, openShop } from '../testing/open-shop.ts'

describe('an approval', () => {
  const needsApproval = {
    decide: async ({ at }: { readonly at: 'request' | 'plan' }) =>
      ({
        at,
        verdict: at === 'plan' ? 'needs-approval' : 'allowed',
        reasons: at === 'plan' ? [{ policy: 'p', message: 'It is large.' }] : [],
      }) as const,
  }

  it('is waited for without a process, counts only for what was shown, and is not given by the requester', async () => {
    const world = openShop({ policies: needsApproval })
    const { environment, request } = await world.launch()
    await world.work()
    expect(await world.look(environment.id)).toMatchObject({ state: 'waiting-for-approval' })
    expect([world.jobs, world.runner.applies]).toEqual([[], []])
    const waiting = await world.store.findRequest(request.id)
    const planHash = waiting?.waitsFor?.planHash ?? ''
    const answer = { answer: 'approve', planHash } as const
    const { dependencies } = world
    const boss = callerOf('bob', 'devops')
    await expect(answerRequest(request.id, { ...answer, planHash: 'x' }, boss, dependencies)).rejects.toThrow(
      'has changed since it was shown',
    )
    await expect(answerRequest(request.id, answer, callerOf('ada', 'devops'), dependencies)).rejects.toThrow(
      'other than the requester',
    )
    await expect(answerRequest(request.id, answer, callerOf('eve'), dependencies)).rejects.toThrow(
      'environments.approve',
    )
    await answerRequest(request.id, answer, boss, dependencies)
    await world.work()
    // The database was planned only when the network was there, and is asked for separately.
    expect(world.runner.applies.toSorted()).toEqual(['apply network', 'apply queue'])
    const again = (await world.store.findRequest(request.id))?.waitsFor?.planHash ?? ''
    expect(again).not.toBe(planHash)
    await answerRequest(request.id, { answer: 'approve', planHash: again }, boss, dependencies)
    await world.work()
    expect(await world.look(environment.id)).toMatchObject({ state: 'active' })
  })

  it('that is rejected leaves a draft', async () => {
    const world = openShop({ policies: needsApproval })
    const { environment, request } = await world.launch()
    await world.work()
    const planHash = (await world.store.findRequest(request.id))?.waitsFor?.planHash ?? ''
    const answer = { answer: 'reject', planHash, comment: 'Too expensive.' } as const
    await answerRequest(request.id, answer, callerOf('bob', 'devops'), world.dependencies)
    await world.work()
    expect(await world.look(environment.id)).toMatchObject({
      ...{ state: 'draft', failure: { message: 'Too expensive.' } },
    })
    expect((await world.store.findRequest(request.id))?.status).toBe('rejected')
    expect(world.all.sealed.size).toBe(0)
  })

  it('by the requester is a confirmation of the plan, which covers later parts that only add something', async () => {
    const world = openShop()
    const { environment, request } = await world.launch({ confirm: true })
    await world.work()
    const waitsFor = (await world.store.findRequest(request.id))?.waitsFor
    expect(waitsFor).toMatchObject({ confirmation: true, approval: false })
    const answer = { answer: 'approve', planHash: waitsFor?.planHash ?? '' } as const
    await answerRequest(request.id, answer, ada, world.dependencies)
    await world.work()
    expect(await world.look(environment.id)).toMatchObject({ state: 'active' })
  })

  it('that nobody gives does not keep an environment from its end', async () => {
    const world = openShop({
      policies: {
        decide: async (question) => ({
          ...{ at: question.at, reasons: [] },
          verdict:
            question.at === 'plan' && question.request.payload.kind === 'update'
              ? 'needs-approval'
              : 'allowed',
        }),
      },
    })
    const { environment } = await world.launch()
    await world.work()
    const { request } = await world.change(environment.id, { kind: 'update', inputs: { region: 'us' } })
    await world.work()
    expect((await world.store.findRequest(request.id))?.status).toBe('waiting-for-approval')
    await expect(world.change(environment.id, { kind: 'reconcile' })).rejects.toThrow('in progress')
    await world.change(environment.id, { kind: 'end' })
    await world.work()
    expect((await world.store.findRequest(request.id))?.status).toBe('cancelled')
    expect(await world.look(environment.id)).toMatchObject({ state: 'ended' })
  })

  it('that is still missing when parts are already there does not keep the environment from its end, either', async () => {
    const world = openShop({ policies: needsApproval })
    const { environment, request } = await world.launch()
    await world.work()
    const planHash = (await world.store.findRequest(request.id))?.waitsFor?.planHash ?? ''
    const boss = callerOf('bob', 'devops')
    await answerRequest(request.id, { answer: 'approve', planHash }, boss, world.dependencies)
    await world.work()
    expect(await world.look(environment.id)).toMatchObject({ state: 'launching', mayHaveResources: true })
    await world.change(environment.id, { kind: 'end' })
    await world.work()
    expect((await world.store.findRequest(request.id))?.status).toBe('cancelled')
    // This policy wants to be asked about the end as well.
    const after = await world.look(environment.id)
    expect(after).toMatchObject({ state: 'active-with-errors', mayHaveResources: true })
    expect(await world.store.findRun(after.runId ?? '')).toMatchObject({ kind: 'end', status: 'waiting' })
  })

  it('is asked for again if what exists has changed in another way than planned', async () => {
    const world = openShop()
    const { environment, request } = await world.launch({ confirm: true })
    await world.work()
    // Somebody creates one of them by hand, with other values.
    world.runner.grains.get(`${environment.id}/network`)?.resources.set('thing.a', 'by hand')
    const network = world.runner.grains.get(`${environment.id}/network`)
    if (network !== undefined) network.serial += 1
    const confirm = async () => {
      const planHash = (await world.store.findRequest(request.id))?.waitsFor?.planHash ?? ''
      await answerRequest(request.id, { answer: 'approve', planHash }, ada, world.dependencies)
      await world.work()
    }
    await confirm()
    expect((await world.store.findRequest(request.id))?.status).toBe('waiting-for-approval')
    const run = await world.store.findRun((await world.look(environment.id)).runId ?? '')
    expect(run?.grains[0]?.plan?.actions.map(({ action }) => action)).toEqual(['update', 'create'])
    await confirm()
    expect(await world.look(environment.id)).toMatchObject({ state: 'active' })
  })
})

describe('a policy', () => {
  it('that denies a request leaves a draft, with the reason', async () => {
    const world = openShop({
      policies: {
        decide: async ({ at }) => ({
          ...{ at, verdict: 'denied', reasons: [{ policy: 'p', message: 'No launches on Fridays.' }] },
        }),
      },
    })
    const { environment, request } = await world.launch()
    expect(request).toMatchObject({ status: 'denied', failure: { message: 'No launches on Fridays.' } })
    expect(environment.state).toBe('draft')
    expect(world.jobs).toEqual([])
  })

  it('that fails on the plan denies it, and nothing is applied', async () => {
    const world = openShop({
      policies: {
        decide: async ({ at }) => {
          if (at === 'plan') throw new Error('no such field')
          return { at, verdict: 'allowed', reasons: [] }
        },
      },
    })
    const { environment, request } = await world.launch()
    await world.work()
    expect(await world.look(environment.id)).toMatchObject({
      ...{ state: 'draft', failure: { message: 'The policies could not be evaluated: no such field' } },
    })
    expect((await world.store.findRequest(request.id))?.status).toBe('denied')
    expect(world.runner.applies).toEqual([])
  })
})
