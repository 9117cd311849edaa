import type { SpaceLimits } from '@groundplan/access'
import { describe, expect, it } from 'vitest'
import { callerOf } from '../testing/environment-world.ts'
import { openShop } from '../testing/open-shop.ts'

const hour = 3_600_000
const bob = callerOf('bob')

/** A space with limits, which may change. */
function openLimited(limits: SpaceLimits) {
  const space = { limits }
  return { ...openShop({ readLimits: async () => space.limits }), space }
}

const reasonOf = ({
  request,
}: {
  readonly request: { readonly failure?: { readonly message: string } | undefined }
}) => request.failure?.message

describe('a launch in a space with limits', () => {
  it('is denied beyond the environments at once, and stays a draft that can be launched later', async () => {
    const world = openLimited({ environments: 1 })
    const first = await world.launch()
    const second = await world.launch({}, bob)
    expect([first.request.status, second.request.status]).toEqual(['planning', 'denied'])
    expect(second.environment.state).toBe('draft')
    expect(reasonOf(second)).toBe(
      'The space "payments" allows 1 environment at once, and has 1. End one first, or ask someone who manages spaces to raise the limit.',
    )
    await world.work()
    await world.change(first.environment.id, { kind: 'end' })
    await world.work()
    const again = await world.change(second.environment.id, { kind: 'launch' }, bob)
    expect(again.request.status).toBe('planning')
  })

  it('counts those of each person', async () => {
    const world = openLimited({ environmentsPerPerson: 1 })
    const { environment } = await world.launch()
    const denied = await world.launch()
    expect(reasonOf(denied)).toContain('allows 1 environment per person, and "ada" has 1.')
    const other = await world.launch({}, bob)
    expect(other.request.status).toBe('planning')
    await world.work()
    const transfer = await world.change(environment.id, { kind: 'transfer', owner: bob.actor })
    expect(reasonOf(transfer)).toContain('per person, and "bob" has 1.')
    expect((await world.look(environment.id)).owner).toEqual(environment.owner)
  })

  it('does not slip past the limit beside others at the same moment', async () => {
    const world = openLimited({ environments: 2 })
    const submitted = await Promise.all(Array.from({ length: 5 }, () => world.launch()))
    const statuses = submitted.map(({ request }) => request.status).toSorted()
    expect(statuses).toEqual(['denied', 'denied', 'denied', 'planning', 'planning'])
  })

  it('has the default end, or else the latest, if it names none', async () => {
    const world = openLimited({ defaultDuration: 60, maxDuration: 120 })
    const hoursOf = async (wish = {}) => {
      const { environment } = await world.launch(wish)
      const { endsAt, createdAt } = await world.look(environment.id)
      return endsAt && Math.round((endsAt.getTime() - createdAt.getTime()) / hour)
    }
    expect(await hoursOf()).toBe(1)
    expect(await hoursOf({ endsAt: new Date(world.now().getTime() + 2 * hour) })).toBe(2)
    world.space.limits = { maxDuration: 120 }
    expect(await hoursOf()).toBe(2)
    world.space.limits = {}
    expect(await hoursOf()).toBeUndefined()
  })

  it('is denied with an end beyond the maximum, and so is an extension', async () => {
    const world = openLimited({ maxDuration: 480 })
    const inHours = (hours: number) => new Date(world.now().getTime() + hours * hour)
    const denied = await world.launch({ endsAt: inHours(9) })
    expect(reasonOf(denied)).toMatch(
      /^The space "payments" lets an environment run for at most 8h, so this one until 2026-03-01T\d\d:\d\dZ\. /,
    )
    const { environment } = await world.launch({ endsAt: inHours(1) })
    await world.work()
    const { id } = environment
    world.advanceClock(hour / 2)
    const extend = async (endsAt: Date | undefined) =>
      (await world.change(id, { kind: 'extend', endsAt })).request.status
    expect(await extend(inHours(7))).toBe('done')
    expect(await extend(inHours(8))).toBe('denied')
    expect(await extend(undefined)).toBe('denied')
    world.space.limits = {}
    expect(await extend(undefined)).toBe('done')
  })

  it('leaves an environment alone that exceeds a limit that came later', async () => {
    const world = openLimited({})
    const [{ environment }] = await Promise.all([world.launch(), world.launch()])
    await world.work()
    world.space.limits = { environments: 1, environmentsPerPerson: 1, maxDuration: 1 }
    world.advanceClock(hour)
    const { request } = await world.change(environment.id, { kind: 'reconcile' })
    expect(request.status).toBe('planning')
    await world.work()
    expect((await world.look(environment.id)).state).toBe('active')
  })
})
