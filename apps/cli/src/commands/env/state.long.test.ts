import { hasTerraform, isolateGit, isRequired, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groundplan } from '../../groundplan.fixture.ts'
import { EnvWorld } from './env-world.fixture.ts'

const temporaryDirectory = useTemporaryDirectories()
isolateGit()
const skip = !(await hasTerraform()) && !isRequired('terraform')
if (skip) console.warn('Skipped: there is no terraform on PATH.')

describe.skipIf(skip)('groundplan env state', () => {
  let world: EnvWorld
  const state = (...args: readonly string[]) => world.env('state', ...args)
  beforeAll(async () => {
    world = await EnvWorld.open(await temporaryDirectory(), true)
    const launched = await world.env('launch', 'shop', '--name', 'orders', '--set', 'region=eu', '--wait')
    expect(launched).toMatchObject({ code: 0 })
  })
  afterAll(() => world?.close())

  it('shows states and their versions, and brings an earlier one back', async () => {
    const shown = await state('show', 'orders')
    expect(shown.out).toMatch(
      /^Grain +Version +Written +Size +Terraform +Lock\nshop +1 +\d{4}-.* UTC +[\d.]+ k?B +1\.\d+\.\d+ +free\n$/,
    )
    expect(await world.env('update', 'orders', '--set', 'region=us', '--wait')).toMatchObject({ code: 0 })
    const { value } = await world.json('state', 'versions', 'orders')
    const [newest, oldest] = [value.items[0], value.items.at(-1)]
    expect([newest.number > oldest.number, oldest.number]).toEqual([true, 1])
    expect((await state('versions', 'orders', '--limit', '1')).out).toMatch(
      new RegExp(`^Version .*\\n${newest.number} .* run ${newest.run}\\n$`),
    )
    const unasked = await state('roll-back', 'orders', '--version', '1')
    expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('Add --yes')])
    const back = await state('roll-back', 'orders', '--version', '1', '--yes', '--reason', 'a test')
    expect(back).toMatchObject({ code: 0, out: expect.stringContaining('is the current state again') })
    expect((await state('versions', 'orders', '--limit', '1')).out).toContain(', from version 1\n')
    expect(back.out).toContain('groundplan env reconcile orders --confirm')
    const planned = await world.env('reconcile', 'orders', '--confirm')
    expect([planned.code, planned.out]).toEqual([
      0,
      expect.stringContaining('Creates 0, changes 1, destroys 0.'),
    ])
    await world.env('cancel', 'orders', '--wait')
    expect((await groundplan(world.home, 'audit', 'list')).out).toMatch(/state.*a test/)
  })

  it('says what is not locked, and refuses what is not there', async () => {
    expect(await state('unlock', 'orders')).toMatchObject({
      ...{ code: 0, out: 'The state of "shop" is not locked.\n' },
    })
    const gone = await state('unlock', 'orders', '--lock', 'lock-1', '--yes')
    expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('is not held any more')])
    const missing = await state('versions', 'orders', '--limit', 'all')
    expect([missing.code, missing.err]).toEqual([
      2,
      expect.stringContaining('--limit must be a whole number'),
    ])
    const none = await state('roll-back', 'orders', '--version', '99', '--yes')
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('has no version 99')])
    expect((await world.env('end', 'orders', '--wait')).code).toBe(0)
    expect((await state('versions', 'orders')).err).toContain('"orders" has no grains with a state.')
    expect((await state('show', 'orders')).out).toBe('"orders" has no Terraform state.\n')
  })
})
