import { setTimeout as delay } from 'node:timers/promises'
import { CancelledError } from '@groundplan/errors'
import { useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { listLockedProviders, PluginCache } from './plugin-cache.ts'

const temporaryDirectory = useTemporaryDirectories()
const lockText = (...versions: readonly string[]) =>
  versions
    .map(
      (version) =>
        `provider "registry.terraform.io/hashicorp/aws" {\n  version     = "${version}"\n  constraints = ">= 5"\n  hashes = [\n    "h1:x",\n  ]\n}\n`,
    )
    .join('\n')

describe('PluginCache', () => {
  it('is written by one at a time, whether work succeeds or fails', async () => {
    const cache = await PluginCache.open(await temporaryDirectory())
    let [running, most] = [0, 0]
    const work = (index: number) =>
      cache.use(undefined, async () => {
        running += 1
        most = Math.max(most, running)
        await delay(10)
        running -= 1
        if (index === 1) throw new Error('failed')
        return undefined
      })
    const outcomes = await Promise.allSettled([0, 1, 2, 3].map(work))
    expect([most, outcomes.map(({ status }) => status)]).toEqual([
      1,
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    ])
  })

  it('is read by many at once when everything is there, and not before', async () => {
    const cache = await PluginCache.open(await temporaryDirectory())
    let [running, most] = [0, 0]
    const work = async () => {
      running += 1
      most = Math.max(most, running)
      await delay(50)
      running -= 1
      return lockText('5.1.0')
    }
    const all = (text: string) => Promise.all([1, 2, 3].map(() => cache.use(text, work)))
    await cache.use(undefined, work)
    await all(lockText('5.1.0'))
    expect(most).toBe(3)
    most = 0
    await all(lockText('5.1.0', '5.2.0'))
    expect(most).toBe(1)
  })

  it('is not waited for by what is cancelled', async () => {
    const cache = await PluginCache.open(await temporaryDirectory())
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const holding = cache.use(undefined, () => promise)
    const waiting = cache.use(undefined, async () => undefined, AbortSignal.abort())
    resolve(undefined)
    await holding
    await expect(waiting).rejects.toThrow(CancelledError)
  })
})

it('lists the providers of a lock file', () => {
  const text = `# This file is maintained automatically by "terraform init".\n\n${lockText('5.1.0', '6.0.0')}`
  expect(listLockedProviders(text)).toEqual([
    ...['registry.terraform.io/hashicorp/aws 5.1.0', 'registry.terraform.io/hashicorp/aws 6.0.0'],
  ])
  expect(listLockedProviders('')).toEqual([])
})
