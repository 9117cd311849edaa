import { describe, expect, it } from 'vitest'
import { mapPage, toPage } from './page.ts'

const identity = (number: number) => number

describe('toPage', () => {
  it('ends where the last item that fits ends, if there are more', () => {
    expect(toPage([1, 2, 3], 2, identity)).toEqual({ items: [1, 2], next: 2 })
  })

  it('has no next position on the last page', () => {
    expect(toPage([1, 2], 2, identity)).toEqual({ items: [1, 2] })
    expect(toPage([], 2, identity)).toEqual({ items: [] })
  })
})

describe('mapPage', () => {
  it('keeps the next position', () => {
    expect(mapPage({ items: [1], next: 1 }, String)).toEqual({ items: ['1'], next: 1 })
  })
})
