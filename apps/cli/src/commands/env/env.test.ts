import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groundplan } from '../../groundplan.fixture.ts'
import { EnvWorld } from './env-world.fixture.ts'

const temporaryDirectory = useTemporaryDirectories()
isolateGit()

describe('groundplan env', () => {
  let folder: string
  let world: EnvWorld
  const env = (...args: readonly string[]) => world.env(...args)
  const json = (...args: readonly string[]) => world.json(...args)

  beforeAll(async () => {
    folder = await temporaryDirectory()
    world = await EnvWorld.open(folder)
  })
  afterAll(() => world?.close())

  it('launches, shows, changes, exports and ends an environment', async () => {
    const file = join(folder, 'shop.tfvars')
    await writeFile(file, 'region = "eu"\nthings = ["x"]\n')
    const secret = join(folder, 'password')
    await writeFile(secret, 'hunter2\n')
    const launched = await env(
      ...['launch', 'shop', '--name', 'orders', '--values', file, '--set', 'things=["x","y"]'],
      ...['--secret', `password=@${secret}`, '--label', 'team=a', '--for', '8h', '--wait'],
    )
    expect(launched).toMatchObject({ code: 0 })
    expect(launched.out).toMatch(
      /^orders: launch succeeded\. The environment is active\.\n\nOutput +Value\nregion +eu\n$/,
    )
    expect(launched.err).toContain('shop | create thing.x\n')
    const shown = await env('show', 'orders')
    expect(shown.out).toMatch(/State: +active\nBlueprint: +shop 1\.0\.0\n/)
    expect(shown.out).toContain('password = (secret)')
    expect((await env('outputs', 'orders', 'region')).out).toBe('eu\n')
    expect((await env('outputs', 'orders', 'region', '--reveal')).out).toBe('eu\n')
    expect((await env('connect', 'orders')).out).toMatch(
      /^To +With +Use\nthing\.x +Shell +open id-thing\.x\nthing\.y +Shell +open id-thing\.y\n$/,
    )
    expect(await json('connect', 'orders')).toMatchObject({
      value: { items: [{ value: 'open id-thing.x' }, { value: 'open id-thing.y' }] },
    })
    const { out: audit } = await groundplan(world.home, 'audit', 'list')
    expect(audit).toMatch(/environment\.output-revealed .*output: region/)
    expect(await env('outputs', 'orders', '--reveal')).toMatchObject({ code: 2 })
    const updated = await json('update', 'orders', '--set', 'region=us', '--wait')
    expect(updated).toMatchObject({
      ...{ code: 0, err: expect.stringContaining('update thing.x') },
      value: {
        request: { kind: 'update', status: 'done' },
        environment: { inputs: { region: 'us', things: ['x', 'y'] }, secretInputs: ['password'] },
        run: { status: 'succeeded' },
      },
    })
    expect((await env('export', 'orders')).out).toBe(
      'region = "us"\nthings = [\n  "x",\n  "y",\n]\n# password: secret, left out\n',
    )
    const ended = await env('end', 'orders', '--wait')
    expect([ended.code, ended.out]).toEqual([0, 'orders: end succeeded. The environment is ended.\n'])
  })

  it('shows plans first, and applies what was shown', async () => {
    const planned = await env('launch', 'shop', '--name', 'planned', '--set', 'region=eu', '--confirm')
    expect([planned.code, planned.out]).toEqual([
      0,
      expect.stringContaining('Creates 2, changes 0, destroys 0.'),
    ])
    expect(planned.out).toContain('Apply it:   groundplan env confirm planned\n')
    const unasked = await env('confirm', 'planned', '--wait')
    expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('Add --yes')])
    const { value } = await json('plan', 'planned')
    const confirmed = await env('confirm', 'planned', '--plan', value.request.waitsFor.planHash, '--wait')
    expect(confirmed).toMatchObject({ code: 0 })
    const change = await env('plan', 'planned', '--set', 'things=["a","c"]')
    expect(change.out).toMatch(/Creates 1, changes 1, destroys 1\.\n[^]*destroy +thing\.b/)
    expect((await env('cancel', 'planned')).out).toContain('planned: update inputs cancelled.')
  })

  it('says when the space ends what was launched without an end', async () => {
    const limit = ['space', 'limits', 'default', '--default-duration']
    expect(await groundplan(world.home, ...limit, '8h')).toMatchObject({ code: 0 })
    const wish = ['launch', 'shop', '--name', 'short', '--set', 'region=eu']
    const hint = /The space ends it at \d{4}-\d\d-\d\d \d\d:\d\d UTC\. To choose the end: --for or --until\n/
    expect((await env(...wish, '--wait')).err).toMatch(hint)
    expect((await env(...wish, '--for', '1h', '--wait')).err).not.toMatch(hint)
    expect(await groundplan(world.home, ...limit, 'none')).toMatchObject({ code: 0 })
  })

  it('exits by the result, and gets over failures', async () => {
    const broken = await env('launch', 'shop', '--set', 'region=eu', '--set', 'things=["broken"]', '--wait')
    expect([broken.code, broken.out]).toEqual([5, expect.stringContaining('shop: launch failed.\n')])
    expect(broken.out).toContain('The quota is used up.')
    expect(broken.out).toContain('Roll back:  groundplan env roll-back shop')
    const again = await json('retry', 'shop', '--wait')
    expect([again.code, again.value.request.status]).toEqual([5, 'failed'])
    const back = await env('roll-back', 'shop', '--wait')
    expect([back.code, back.out]).toEqual([0, 'shop: end succeeded. The environment is ended.\n'])
  })
})
