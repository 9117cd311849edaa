import { expect, it } from 'vitest'
import { mapConcurrently } from './map-concurrently.ts'

const turn = () => new Promise((resolve) => setTimeout(resolve, 0))

it('gives results in the order of the items, with as many at work as allowed', async () => {
  let [atWork, most] = [0, 0]
  const results = await mapConcurrently([3, 1, 2, 5, 4], 2, async (item, index) => {
    most = Math.max(most, (atWork += 1))
    for (let wait = 0; wait < item; wait += 1) await turn()
    atWork -= 1
    return `${index}:${item}`
  })
  expect(results).toEqual(['0:3', '1:1', '2:2', '3:5', '4:4'])
  expect(most).toBe(2)
})

it('starts no further tasks after a failure', async () => {
  const begun: number[] = []
  const free = Promise.withResolvers<undefined>()
  const mapping = mapConcurrently([0, 1, 2, 3, 4], 2, async (item) => {
    begun.push(item)
    if (item === 1) throw new Error('one failed')
    await free.promise
  })
  await expect(mapping).rejects.toThrow('one failed')
  free.resolve(undefined)
  await turn()
  expect(begun).toEqual([0, 1])
})
