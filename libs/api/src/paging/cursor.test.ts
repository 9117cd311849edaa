import { InputError } from '@groundplan/errors'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineCursor } from './cursor.ts'
import { pageInput } from './page-input.ts'

const byDate = defineCursor('events', z.tuple([z.coerce.date(), z.string()]))

describe('a cursor', () => {
  it('leads to the position at which the page ended', () => {
    const next: [Date, string] = [new Date('2026-01-02T03:04:05.678Z'), 'größe ✓']
    const { items, nextCursor } = byDate.toView({ items: [1, 2], next }, String)
    expect(items).toEqual(['1', '2'])
    expect(nextCursor).toMatch(/^[\w-]+$/)
    expect(byDate.toRequest({ limit: 10, cursor: nextCursor })).toEqual({ limit: 10, after: next })
  })

  it('is absent on the last page and in the request for the first', () => {
    expect(byDate.toView({ items: [] }, String)).toEqual({ items: [] })
    expect(byDate.toRequest({ limit: 10 })).toEqual({ limit: 10 })
  })

  const foreign = defineCursor('others', z.tuple([z.coerce.date(), z.string()]))
  const older = defineCursor('events', z.string())
  it.each([
    ['nonsense', '!!'],
    ['base64 of something else', 'AAAA'],
    ['JSON that is no list', btoa('{}')],
    ['of another list', foreign.toView({ items: [1], next: [new Date(0), ''] }, String).nextCursor],
    ['of another form', older.toView({ items: [1], next: 'x' }, String).nextCursor],
  ])('that is %s is refused with the next step', (_, cursor) => {
    expect(() => byDate.toRequest({ limit: 10, cursor })).toThrow(InputError)
  })
})

describe('the input of a list', () => {
  const Input = z.object({ ...pageInput, status: z.enum(['open']).optional() }).prefault({})

  it('needs nothing', () => {
    expect(Input.parse(undefined)).toEqual({ limit: 50 })
    expect(Input.parse({ status: 'open' })).toEqual({ limit: 50, status: 'open' })
  })

  it.each([0, 101, 1.5])('refuses a limit of %d', (limit) => {
    expect(Input.safeParse({ limit }).success).toBe(false)
  })
})
