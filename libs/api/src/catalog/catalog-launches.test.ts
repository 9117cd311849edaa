import type { LaunchRecord } from '@groundplan/importer'
import { InMemoryLaunchStore } from '@groundplan/importer/testing'
import { expect, it } from 'vitest'
import { findLaunches } from './catalog-launches.ts'

const source = (grain: string, commit: string | undefined = 'a') => ({
  ...{ grain, store: 'modules', path: grain },
  ...(commit === undefined ? {} : { commit }),
})

async function findLaunch(
  sources: readonly ReturnType<typeof source>[],
  ...records: readonly LaunchRecord[]
) {
  const launches = new InMemoryLaunchStore()
  await launches.save(records)
  return (await findLaunches(new Map([['app', sources]]), { launches })).get('app')
}

const launchable: LaunchRecord = { path: 'vpc', commit: 'a', verdict: 'launchable', reasons: [] }
const rejected: LaunchRecord = {
  ...{ path: 'queue', commit: 'a', verdict: 'not-launchable' },
  reasons: [
    { effect: 'prevents', message: 'Its output is wrong.' },
    { effect: 'requires', message: 'It needs a region.' },
  ],
}
const needing: LaunchRecord = {
  ...{ path: 'vpc', commit: 'a', verdict: 'needs-settings' },
  reasons: [{ effect: 'requires', message: 'It needs a region.' }],
}

it('a blueprint is as launchable as the least of its modules', async () => {
  expect(await findLaunch([source('vpc')], launchable)).toEqual({ verdict: 'launchable', reasons: [] })
  expect(await findLaunch([source('vpc'), source('queue')], needing, rejected)).toEqual({
    verdict: 'not-launchable',
    reasons: ['queue: Its output is wrong.', 'vpc: It needs a region.', 'queue: It needs a region.'],
  })
})

it('a single module is not named in its reasons', async () => {
  expect((await findLaunch([source('vpc')], needing))?.reasons).toEqual(['It needs a region.'])
})

it('with a module that nobody has read, only what prevents a launch is certain', async () => {
  expect(await findLaunch([source('vpc'), source('queue')], launchable)).toBeUndefined()
  expect(await findLaunch([source('vpc', 'b')], launchable)).toBeUndefined()
  expect(await findLaunch([source('vpc'), source('queue')], rejected)).toMatchObject({
    verdict: 'not-launchable',
  })
})

it('nothing is known of a module at no commit, or without a store', async () => {
  expect(await findLaunch([{ grain: 'vpc', store: 'modules', path: 'vpc' }], launchable)).toBeUndefined()
  expect(await findLaunches(new Map([['app', [source('vpc')]]]), {})).toEqual(new Map())
})
