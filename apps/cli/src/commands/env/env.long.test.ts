import { rm, writeFile } from 'node:fs/promises'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { EnvWorld, shopModule } from './env-world.fixture.ts'

const temporaryDirectory = useTemporaryDirectories()
isolateGit()

describe('groundplan env', () => {
  let world: EnvWorld
  const env = (...args: readonly string[]) => world.env(...args)
  const json = (...args: readonly string[]) => world.json(...args)

  beforeAll(async () => {
    world = await EnvWorld.open(await temporaryDirectory())
  })
  afterAll(() => world?.close())

  it('lists, stops and starts, and refuses what does not fit', async () => {
    await env('launch', 'shop', '--name', 'planned', '--set', 'region=eu', '--confirm')
    const other = await env('confirm', 'planned', '--plan', 'another')
    expect([other.code, other.err]).toEqual([1, expect.stringContaining('The plan has changed')])
    const busy = await env('update', 'planned', '--set', 'region=us')
    expect([busy.code, busy.err]).toEqual([1, expect.stringContaining('is in progress')])
    expect((await env('confirm', 'planned', '--yes', '--wait')).code).toBe(0)
    expect((await env('logs', 'planned')).out).toContain('shop | create thing.a\n')
    expect((await env('list')).out).toMatch(/planned +active +shop 1\.0\.0/)
    const stopped = await env('stop', 'planned', '--mode', 'destroy', '--wait')
    expect(stopped.out).toContain('The environment is stopped.')
    expect((await env('start', 'planned', '--wait')).out).toContain('The environment is active.')
    await env('end', 'planned', '--wait')
    expect((await env('list')).out).toBe('No environments.\n')
    expect((await json('list', '--all')).value).toMatchObject({
      items: [{ name: 'planned', state: 'ended' }],
    })
  })

  it('launches or discards what could not be planned', async () => {
    const unknown = ['launch', 'shop', '--name', 'draft', '--set', 'region=eu', '--set', 'things=["unknown"]']
    const failed = await env(...unknown, '--wait')
    expect([failed.code, failed.out]).toEqual([5, expect.stringContaining('There is no such thing.')])
    expect((await env('list', '--state', 'draft')).out).toMatch(/draft +draft +shop/)
    const launched = await json('launch-draft', 'draft', '--set', 'things=["a"]', '--wait')
    expect(launched).toMatchObject({
      ...{ code: 0 },
      value: { environment: { state: 'active', inputs: { region: 'eu', things: ['a'] } } },
    })
    expect((await env('end', 'draft', '--wait')).code).toBe(0)
    await env(...unknown, '--wait')
    expect((await env('cancel', 'draft')).out).toBe('draft: draft discarded.\n')
    expect((await json('list', '--state', 'draft')).value.items).toEqual([])
  })

  it('moves the end, the owner, the name and who shares it', async () => {
    expect((await env('launch', 'shop', '--name', 'old', '--set', 'region=eu', '--wait')).code).toBe(0)
    expect((await json('extend', 'old', '--for', '2h')).value.environment.endsAt).toBeDefined()
    expect((await json('extend', 'old', '--forever')).value.environment.endsAt).toBeUndefined()
    expect((await json('share', 'old', '--add', 'bob')).value.environment.collaborators).toEqual(['bob'])
    expect((await json('rename', 'old', 'older')).value.environment.name).toBe('older')
    expect((await env('transfer', 'older', 'grace')).out).toBe('older: transfer succeeded.\n')
    expect((await json('list', '--owner', 'grace')).value.items).toHaveLength(1)
    expect((await json('list', '--mine', '--blueprint', 'shop')).value.items).not.toContainEqual(
      expect.objectContaining({ name: 'older' }),
    )
    const released = await env('release', 'older')
    expect([released.code, released.err]).toEqual([2, expect.stringContaining('Add --yes')])
    expect((await env('release', 'older', '--yes')).out).toBe('older: release succeeded.\n')
  })

  it('says which of several environments of one name are meant, and what is wrong', async () => {
    const launch = () => json('launch', 'shop', '--name', 'twin', '--set', 'region=eu', '--wait')
    const [first, second] = [await launch(), await launch()]
    const unclear = await env('show', 'twin')
    expect(unclear.code).toBe(1)
    for (const { value } of [first, second]) expect(unclear.err).toContain(value.environment.id)
    expect((await env('end', first.value.environment.id, '--wait')).code).toBe(0)
    expect((await env('show', 'twin')).out).toContain(second.value.environment.id)
    expect((await env('show', 'nothing')).err).toContain('There is no environment "nothing"')
    const secret = await env('update', 'twin', '--set', 'password=hunter2')
    expect([secret.code, secret.err]).toEqual([2, expect.stringContaining('Use --secret password')])
    expect(secret.err).not.toContain('hunter2')
    const unknown = await env('update', 'twin', '--set', 'regoin=us')
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('Did you mean "region"?')])
  })

  it('follows a run while the server is started again', async () => {
    await writeFile(world.gate, '')
    const following = json('launch', 'shop', '--name', 'long', '--set', 'region=eu', '--wait')
    await vi.waitFor(
      async () => expect((await json('show', 'long')).value.environment.state).toBe('launching'),
      { timeout: 60_000, interval: 200 },
    )
    await world.kill()
    await rm(world.gate)
    await world.start()
    const followed = await following
    expect(followed).toMatchObject({ code: 0, value: { request: { status: 'done' } } })
    expect(followed.err).toContain('The server is not responding. Retrying…')
    expect(followed.err).toContain('Reconnected to the server.')
    expect(followed.err.match(/create thing\.a/g)).toHaveLength(1)
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
