import { ConflictError } from '@groundplan/errors'
import { expect, it } from 'vitest'
import { Slots } from './slots.ts'

const turn = () => new Promise((resolve) => setTimeout(resolve, 0))

it('lets so many work at a time, in the order of asking', async () => {
  const slots = new Slots(2)
  const order: number[] = []
  let inside = 0
  let most = 0
  const work = (number: number) => async () => {
    order.push(number)
    inside += 1
    most = Math.max(most, inside)
    await turn()
    inside -= 1
  }
  await Promise.all([1, 2, 3, 4, 5].map((number) => slots.take(work(number))))
  expect(order).toEqual([1, 2, 3, 4, 5])
  expect(most).toBe(2)
})

it('is free again after work that failed and for whoever waits behind somebody who gave up', async () => {
  const slots = new Slots(1)
  await expect(slots.take(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  const { promise: free, resolve } = Promise.withResolvers<undefined>()
  const first = slots.take(() => free)
  const stop = new AbortController()
  const gone = slots.take(async () => 'never', stop.signal)
  const last = slots.take(async () => 'last')
  stop.abort(new Error('gone'))
  await expect(gone).rejects.toThrow('gone')
  resolve(undefined)
  await first
  expect(await last).toBe('last')
})

it('refuses more than a thousand who wait', async () => {
  const slots = new Slots(1)
  const { promise: free, resolve } = Promise.withResolvers<undefined>()
  const all = Array.from({ length: 1001 }, () => slots.take(() => free))
  await expect(slots.take(() => free)).rejects.toThrow(ConflictError)
  resolve(undefined)
  await Promise.all(all)
})
