import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EnvWorld, shopModule } from './env-world.fixture.ts'

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
    expect((await env('list')).out).toMatch(/orders +active +shop 1\.0\.0/)
    expect((await env('outputs', 'orders', 'region')).out).toBe('eu\n')
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
    expect((await env('logs', 'orders')).out).toContain('shop | update thing.x\n')
    const ended = await env('end', 'orders', '--wait')
    expect([ended.code, ended.out]).toEqual([0, 'orders: end succeeded. The environment is ended.\n'])
    expect((await env('list')).out).toBe('No environments.\n')
    expect((await json('list', '--all')).value).toMatchObject({ items: [{ name: 'orders', state: 'ended' }] })
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
    const other = await env('confirm', 'planned', '--plan', 'another')
    expect([other.code, other.err]).toEqual([1, expect.stringContaining('The plan has changed')])
    const { value } = await json('plan', 'planned')
    const confirmed = await env('confirm', 'planned', '--plan', value.request.waitsFor.planHash, '--wait')
    expect(confirmed).toMatchObject({ code: 0 })
    const change = await env('plan', 'planned', '--set', 'things=["a","c"]')
    expect(change.out).toMatch(/Creates 1, changes 1, destroys 1\.\n[^]*destroy +thing\.b/)
    const busy = await env('update', 'planned', '--set', 'region=us')
    expect([busy.code, busy.err]).toEqual([1, expect.stringContaining('is in progress')])
    expect((await env('cancel', 'planned')).out).toContain('planned: update inputs cancelled.')
    const stopped = await env('stop', 'planned', '--mode', 'destroy', '--wait')
    expect(stopped.out).toContain('The environment is stopped.')
    expect((await env('start', 'planned', '--wait')).out).toContain('The environment is active.')
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

  it('upgrades with a preview, and asks before something breaks', async () => {
    expect((await env('launch', 'shop', '--name', 'old', '--set', 'region=eu', '--wait')).code).toBe(0)
    await world.publish(shopModule('variable "size" {\n  type = number\n}\n'))
    const preview = await env('upgrade', 'old', '--preview')
    expect(preview.out).toMatch(/^shop 1\.0\.0 → 2\.0\.0\nChanges:\n {2}breaking: .*size/)
    expect(preview.out).toMatch(/keeps region = "eu"\n[^]*needs a value of size/)
    const missing = await env('upgrade', 'old', '--yes')
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('needs values of: size')])
    const unasked = await env('upgrade', 'old', '--set', 'size=3')
    expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('add --yes')])
    const upgraded = await json('upgrade', 'old', '--set', 'size=3', '--yes', '--wait')
    expect(upgraded.value).toMatchObject({
      ...{ request: { status: 'done' } },
      environment: { blueprint: { version: '2.0.0' }, inputs: { region: 'eu', size: 3 } },
    })
    expect((await env('upgrade', 'old')).err).toContain('has version 2.0.0 already')
  })
})
