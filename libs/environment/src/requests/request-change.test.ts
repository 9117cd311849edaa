import { ConflictError } from '@groundplan/errors'
import { describe, expect, it } from 'vitest'
import { callerOf, type WorldOptions } from '../testing/environment-world.ts'
import { openShop } from '../testing/open-shop.ts'

describe('a change', () => {
  const launched = async (options?: WorldOptions) => {
    const world = openShop(options)
    const { environment } = await world.launch()
    await world.work()
    world.runner.applies.length = 0
    return { ...world, id: environment.id }
  }

  it('of an input applies only what it changes', async () => {
    const world = await launched()
    await world.change(world.id, { kind: 'update', inputs: { region: 'eu', things: ['a', 'b', 'c'] } })
    await world.work()
    expect(world.runner.applies).toEqual(['apply network'])
    expect(await world.look(world.id)).toMatchObject({
      ...{ state: 'active', inputs: { values: { things: ['a', 'b', 'c'] } } },
    })
  })

  it('that fails keeps the inputs that were complete, to which it can be rolled back', async () => {
    const world = await launched()
    world.runner.hook = ({ step, task }) => {
      if (step === 'apply' && task.grain === 'database') throw new ConflictError('No space left.')
    }
    await world.change(world.id, { kind: 'update', inputs: { region: 'us' } })
    await world.work()
    expect(await world.look(world.id)).toMatchObject({
      ...{ state: 'active-with-errors', inputs: { values: { region: 'eu' } } },
    })
    world.runner.hook = () => {}
    await world.change(world.id, { kind: 'reconcile' })
    await world.work()
    expect(await world.look(world.id)).toMatchObject({ state: 'active' })
    expect(world.runner.grains.get(`${world.id}/network`)?.outputs).toMatchObject({ region: 'eu' })
  })

  it('to another version creates what is new and destroys what is gone', async () => {
    const world = await launched()
    const upgrade = { kind: 'upgrade', version: '2.0.0' } as const
    await expect(world.change(world.id, { ...upgrade, inputs: { region: 'eu' } })).rejects.toThrow(
      'size: A value is required.',
    )
    await world.change(world.id, { ...upgrade, inputs: { region: 'eu', size: 3 } })
    await world.work()
    const upgraded = await world.look(world.id)
    expect(upgraded).toMatchObject({ state: 'active', blueprint: { version: '2.0.0' } })
    expect(Object.keys(upgraded.grains).toSorted()).toEqual(['cache', 'database', 'network'])
    expect(world.runner.listResources(world.id).some((resource) => resource.includes('/queue'))).toBe(false)
  })

  it('that keeps other values leaves them as they are, and takes away those that are null', async () => {
    const world = openShop()
    const { environment } = await world.launch({ inputs: { region: 'eu', things: ['x'], password: 'pw' } })
    await world.work()
    const { id } = environment
    await world.change(id, { kind: 'update', inputs: { region: 'us' }, keepOthers: true })
    await world.work()
    const values = async () => (await world.look(id)).inputs
    expect(await values()).toMatchObject({
      values: { region: 'us', things: ['x'] },
      sealed: { password: expect.any(String) },
    })
    const upgrade = { kind: 'upgrade', version: '2.0.0', keepOthers: true } as const
    await expect(world.change(id, { ...upgrade, inputs: {} })).rejects.toThrow('size: A value is required.')
    await world.change(id, { ...upgrade, inputs: { size: 3, things: null, password: null } })
    await world.work()
    expect(await values()).toEqual({ values: { region: 'us', size: 3 }, sealed: {} })
  })

  it('without a run is done at once, also while a run is under way', async () => {
    const world = await launched()
    await world.change(world.id, { kind: 'reconcile' })
    const { request } = await world.change(world.id, { kind: 'rename', name: ' Shop 2 ' })
    expect(request.status).toBe('done')
    const endsAt = new Date('2027-01-01T00:00:00Z')
    await world.change(world.id, { kind: 'extend', endsAt })
    await world.work()
    expect(await world.look(world.id)).toMatchObject({ state: 'active', name: 'Shop 2', endsAt })
  })

  it('is refused while another one is under way, in a wrong state, or by a stranger', async () => {
    const world = await launched()
    await expect(world.change(world.id, { kind: 'start' })).rejects.toThrow('"Start" is not possible')
    await expect(world.change(world.id, { kind: 'end' }, callerOf('eve'))).rejects.toThrow(
      'only its owner and collaborators may',
    )
    await world.change(world.id, { kind: 'reconcile' })
    await expect(world.change(world.id, { kind: 'end' })).rejects.toThrow('in progress')
    await world.work()
    await world.change(world.id, { kind: 'share', collaborators: [callerOf('eve').actor] })
    await world.change(world.id, { kind: 'end' }, callerOf('eve'))
    await world.work()
    expect(await world.look(world.id)).toMatchObject({ state: 'ended' })
  })

  it.each(['destroy', 'power-off'] as const)('stops by %s and starts again', async (mode) => {
    const world = await launched()
    await world.change(world.id, { kind: 'stop', mode })
    await world.work()
    expect(await world.look(world.id)).toMatchObject({
      ...{ state: 'stopped', stoppedBy: mode, mayHaveResources: mode === 'power-off' },
    })
    expect(world.runner.listResources(world.id)).toHaveLength(mode === 'power-off' ? 4 : 0)
    await world.change(world.id, { kind: 'start' })
    await world.work()
    expect(await world.look(world.id)).toMatchObject({ state: 'active', stoppedBy: undefined })
    expect(world.runner.listResources(world.id)).toHaveLength(4)
    expect([...world.runner.grains.values()].every(({ powered }) => powered)).toBe(true)
  })

  it('to its end destroys dependents first and leaves nothing, not even secrets', async () => {
    const world = await launched()
    await world.change(world.id, { kind: 'end' })
    await world.work()
    const { applies } = world.runner
    expect(applies.indexOf('destroy database')).toBeLessThan(applies.indexOf('destroy network'))
    expect(await world.look(world.id)).toMatchObject({ state: 'ended', mayHaveResources: false, grains: {} })
    expect(world.runner.listResources(world.id)).toEqual([])
    expect(world.all.sealed.size).toBe(0)
  })

  it('that has it forgotten destroys nothing and keeps no secrets', async () => {
    const world = await launched()
    await expect(world.change(world.id, { kind: 'release' })).rejects.toThrow('environments.release')
    await world.change(world.id, { kind: 'release' }, callerOf('bob', 'devops'))
    expect(await world.look(world.id)).toMatchObject({ state: 'released', mayHaveResources: true })
    expect(world.runner.listResources(world.id)).toHaveLength(4)
    expect(world.all.sealed.size).toBe(0)
  })

  it('to its end that fails can be repeated, or forced, which tells what is left', async () => {
    const world = await launched()
    world.runner.hook = ({ step, task }) => {
      if (step === 'apply' && task.grain === 'database') throw new ConflictError('It is protected.')
    }
    await world.change(world.id, { kind: 'end' })
    await world.work()
    expect(await world.look(world.id)).toMatchObject({ state: 'end-failed', mayHaveResources: true })
    expect(world.runner.applies).not.toContain('destroy network')
    await world.change(world.id, { kind: 'force-end' })
    await world.work()
    expect(await world.look(world.id)).toMatchObject({ state: 'released' })
    expect(world.runner.listResources(world.id)).toEqual([`${world.id}/database: thing.db`])
    const [last] = await world.store.events.list({ kind: 'environment', id: world.id }, { limit: 1 })
    expect(last).toMatchObject({
      ...{ type: 'environment.force-ended', after: { left: 'database: thing.db' } },
    })
  })
})
