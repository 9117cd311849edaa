import type { InputPresets } from '@groundplan/blueprint'
import type { JsonObject } from '@groundplan/terraform-type'
import { describe, expect, it } from 'vitest'
import { callerOf, createWorld } from '../testing/environment-world.ts'
import { launchEnvironment } from './launch-environment.ts'
import { previewUpgrade } from './preview-upgrade.ts'
import { requestChange } from './request-change.ts'

const ada = callerOf('ada')

/** A space with what it sets of the shop, which may change. */
function openSpace(presets: InputPresets | undefined) {
  const world = createWorld()
  const space = { presets }
  const findPresets = async (name: string) => (name === 'shop' ? space.presets : undefined)
  const dependencies = { ...world.dependencies, findPresets }
  const launch = (inputs: JsonObject) =>
    launchEnvironment(
      { name: 'shop', blueprint: { name: 'shop', version: '1.0.0' }, inputs },
      ada,
      dependencies,
    )
  const valuesOf = async (id: string) => (await world.store.find(id))?.inputs.values
  return { ...world, space, dependencies, launch, valuesOf }
}

describe('an environment of a space that has published blueprints only', () => {
  it('has the inputs that the space fixes, and its defaults where nothing else is given', async () => {
    const { launch, valuesOf, work, dependencies } = openSpace({
      hidden: { region: 'eu' },
      defaults: { things: ['x'] },
    })
    const { environment } = await launch({})
    expect(await valuesOf(environment.id)).toEqual({ region: 'eu', things: ['x'] })
    const other = await launch({ things: ['y'] })
    expect(await valuesOf(other.environment.id)).toEqual({ region: 'eu', things: ['y'] })
    await expect(launch({ region: 'us' })).rejects.toThrow('The space fixes the input "region"')
    await work()
    const update = (inputs: JsonObject) =>
      requestChange(environment.id, { kind: 'update', inputs }, { caller: ada }, dependencies)
    await expect(update({ region: 'us' })).rejects.toThrow('fixes the input "region"')
    await update({ things: ['z'] })
    await work()
    expect(await valuesOf(environment.id)).toEqual({ region: 'eu', things: ['z'] })
  })

  it('keeps what the space fixes out of upgrades: nobody enters it, and nobody has to', async () => {
    const { launch, valuesOf, work, space, dependencies } = openSpace({
      ...{ hidden: { region: 'eu' }, defaults: {} },
    })
    const { environment } = await launch({ things: ['x'] })
    await work()
    const { id } = environment
    space.presets = { hidden: { region: 'us', size: 2 }, defaults: {} }
    const { inputs } = await previewUpgrade({ id, version: '2.0.0' }, dependencies)
    expect(inputs).toEqual({ values: { things: ['x'] }, secrets: [], dropped: [], missing: [], invalid: [] })
    const wish = { kind: 'upgrade', version: '2.0.0', inputs: {}, keepOthers: true } as const
    await requestChange(id, wish, { caller: ada }, dependencies)
    await work()
    expect(await valuesOf(id)).toEqual({ region: 'us', size: 2, things: ['x'] })
  })

  it('cannot be launched, changed or upgraded once its blueprint is not published, but ended', async () => {
    const { launch, space, work, store, dependencies } = openSpace({ hidden: {}, defaults: {} })
    const { environment } = await launch({ region: 'eu' })
    await work()
    space.presets = undefined
    await expect(launch({ region: 'eu' })).rejects.toMatchObject({ code: 'not-found' })
    for (const wish of [
      { kind: 'update', inputs: { region: 'us' } },
      { kind: 'upgrade', version: '2.0.0', inputs: { region: 'us', size: 1 } },
    ] as const)
      await expect(requestChange(environment.id, wish, { caller: ada }, dependencies)).rejects.toMatchObject({
        code: 'not-found',
      })
    await expect(previewUpgrade({ id: environment.id }, dependencies)).rejects.toMatchObject({
      code: 'not-found',
    })
    await requestChange(environment.id, { kind: 'end' }, { caller: ada }, dependencies)
    await work()
    expect(await store.find(environment.id)).toMatchObject({ state: 'ended' })
  })
})
