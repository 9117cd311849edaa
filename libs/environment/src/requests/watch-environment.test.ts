import { describe, expect, it } from 'vitest'
import { openShop } from '../testing/open-shop.ts'
import { watchEnvironment } from './watch-environment.ts'

describe('watchEnvironment', () => {
  it('yields the environment, and again after each change until it is over', async () => {
    const world = openShop()
    const { environment } = await world.launch()
    const { id } = environment
    const seen: string[] = []
    let reads = 0
    const store = new Proxy(world.store, {
      get(target, name) {
        if (name === 'find') reads += 1
        const member: unknown = Reflect.get(target, name, target)
        return typeof member === 'function' ? (member.bind(target) as unknown) : member
      },
    })
    const watching = (async () => {
      const { signal } = new AbortController()
      for await (const { environment: now, run } of watchEnvironment(id, store, { signal, pause: 2 })) {
        seen.push(`${now.state} ${run?.status ?? '-'}`)
        if (now.state === 'active') await world.change(id, { kind: 'end' }).then(() => world.work())
      }
    })()
    await expect.poll(() => seen.length).toBe(1)
    await world.work()
    await watching
    expect(seen[0]).toBe('planning admitted')
    expect(seen.at(-1)).toBe('ended -')
    // Without changes only the mark is read.
    expect(reads).toBe(seen.length)
  })

  it('yields an environment again when something else changes', async () => {
    const world = openShop()
    const { environment } = await world.launch()
    let other = 'a'
    const { signal } = new AbortController()
    const readOther = async () => other
    const steps = watchEnvironment(environment.id, world.store, { signal, pause: 2, readOther })
    const first = await steps.next()
    let isYielded = false
    const second = steps.next().finally(() => (isYielded = true))
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(isYielded).toBe(false)
    other = 'b'
    expect(await second).toEqual(first)
    await steps.return(undefined)
  })

  it('stops when nobody listens, and refuses what is not there', async () => {
    const world = openShop()
    const { environment } = await world.launch()
    const abort = new AbortController()
    const steps = watchEnvironment(environment.id, world.store, { signal: abort.signal, pause: 60_000 })
    expect((await steps.next()).value).toMatchObject({ environment: { id: environment.id } })
    const end = steps.next()
    abort.abort()
    expect(await end).toEqual({ done: true, value: undefined })
    const { signal } = new AbortController()
    const none = watchEnvironment('none', world.store, { signal, pause: 2 })
    await expect(none.next()).rejects.toThrow('There is no environment "none".')
  })
})
