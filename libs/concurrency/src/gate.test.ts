import { ConflictError } from '@groundplan/errors'
import { expect, it } from 'vitest'
import { Gate } from './gate.ts'

const turn = () => new Promise((resolve) => setTimeout(resolve, 0))

it('lets so many tasks run at a time, the others in the order of asking', async () => {
  const gate = new Gate(2)
  const order: number[] = []
  let [running, most] = [0, 0]
  const task = (number: number) => async () => {
    order.push(number)
    most = Math.max(most, (running += 1))
    await turn()
    running -= 1
    return number
  }
  const numbers = [1, 2, 3, 4, 5]
  expect(await Promise.all(numbers.map((number) => gate.run(task(number))))).toEqual(numbers)
  expect([order, most, gate.isIdle]).toEqual([numbers, 2, true])
})

it('goes on after a task that fails', async () => {
  const gate = new Gate(1)
  await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await gate.run(async () => 1)).toBe(1)
})

it('never runs a task that was given up before its turn, and lets the next one in', async () => {
  const gate = new Gate(1)
  const { promise: free, resolve } = Promise.withResolvers<undefined>()
  const first = gate.run(() => free)
  const stop = new AbortController()
  const ran: string[] = []
  const gone = gate.run(async () => void ran.push('gone'), stop.signal)
  const last = gate.run(async () => void ran.push('last'))
  stop.abort(new Error('gone'))
  await expect(gone).rejects.toThrow('gone')
  resolve(undefined)
  await Promise.all([first, last])
  const aborted = AbortSignal.abort(new Error('too late'))
  await expect(gate.run(async () => void ran.push('late'), aborted)).rejects.toThrow('too late')
  expect([ran, gate.isIdle]).toEqual([['last'], true])
})

it('runs to its end what was aborted after its turn had come', async () => {
  const gate = new Gate(1)
  const stop = new AbortController()
  const { promise: free, resolve } = Promise.withResolvers<string>()
  const running = gate.run(() => free, stop.signal)
  stop.abort(new Error('gone'))
  resolve('done')
  expect(await running).toBe('done')
})

it('refuses more than may wait', async () => {
  const gate = new Gate(1, { longestQueue: 2 })
  const { promise: free, resolve } = Promise.withResolvers<undefined>()
  const all = [1, 2, 3].map(() => gate.run(() => free))
  await expect(gate.run(() => free)).rejects.toThrow(ConflictError)
  resolve(undefined)
  await Promise.all(all)
  expect(await gate.run(async () => 'free again')).toBe('free again')
})
