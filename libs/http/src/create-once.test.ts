import { ConflictError, ExternalServiceError } from '@groundplan/errors'
import { expect, it } from 'vitest'
import { createOnce } from './create-once.ts'

const lost = new ExternalServiceError('Lost.', {
  service: 'GitHub',
  retryable: true,
  details: { uncertain: true },
})
const wait = async () => {}

/** A host that carries out, or not, requests whose answers are lost. */
function host(carriesOut: readonly boolean[]) {
  const made: string[] = []
  let asked = 0
  return {
    made,
    create: async () => {
      const done = carriesOut[asked]
      asked += 1
      if (done !== false) made.push('thing')
      if (done !== undefined) throw lost
      return 'thing'
    },
    find: async () => made[0],
    wait,
  }
}

it.each([[[]], [[true]], [[false]], [[false, true]], [[false, false]]])(
  'makes one thing, whatever becomes of the answers (%j)',
  async (carriesOut) => {
    const there = host(carriesOut)
    expect(await createOnce(there)).toBe('thing')
    expect(there.made).toHaveLength(1)
  },
)

it('gives up after three requests that were not carried out', async () => {
  await expect(createOnce(host([false, false, false, false]))).rejects.toBe(lost)
})

it('does not look after a clear answer', async () => {
  const refused = new ConflictError('Refused.')
  const create = async () => {
    throw refused
  }
  const find = async () => expect.unreachable()
  await expect(createOnce({ create, find, wait })).rejects.toBe(refused)
})
