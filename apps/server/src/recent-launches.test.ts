import type { LaunchRecord, LaunchStore } from '@groundplan/importer'
import { InMemoryLaunchStore, testLaunchStore } from '@groundplan/importer/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { recentLaunch, RecentLaunches } from './recent-launches.ts'

const network: LaunchRecord = { path: 'network', commit: 'a', verdict: 'launchable', reasons: [] }
const queue: LaunchRecord = { path: 'queue', commit: 'a', verdict: 'not-launchable', reasons: [] }

function open() {
  const store = new InMemoryLaunchStore()
  const looks: string[][] = []
  const counted: LaunchStore = {
    save: (records) => store.save(records),
    find(revisions) {
      looks.push(revisions.map(({ path }) => path))
      return store.find(revisions)
    },
  }
  return { store, looks, launches: new RecentLaunches(counted) }
}

describe('RecentLaunches', () => {
  afterEach(() => vi.useRealTimers())

  testLaunchStore('RecentLaunches', async () => new RecentLaunches(new InMemoryLaunchStore()))

  it('looks only for what nobody has asked for a moment ago, also where nothing was found', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] })
    // A clock at 0 counts as none.
    vi.advanceTimersByTime(1)
    const { store, looks, launches } = open()
    await store.save([network])
    expect(await launches.find([network, queue])).toEqual([network])
    expect(await launches.find([queue, network, { path: 'vpc', commit: 'a' }])).toEqual([network])
    expect(looks).toEqual([['network', 'queue'], ['vpc']])
    await store.save([queue])
    expect(await launches.find([queue])).toEqual([])
    vi.advanceTimersByTime(recentLaunch + 1)
    expect(await launches.find([queue])).toEqual([queue])
  })

  it('knows at once what was saved through it, also while it looks', async () => {
    const { launches } = open()
    expect(await launches.find([network])).toEqual([])
    await launches.save([network])
    expect(await launches.find([network])).toEqual([network])
    const early = launches.find([queue])
    await launches.save([queue])
    await early
    expect(await launches.find([queue])).toEqual([queue])
  })
})
