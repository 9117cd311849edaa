import { expect, it } from 'vitest'
import { parseEnvironmentsSearch, toListFilter } from './environments-search.ts'

it('the address may say anything', () => {
  expect(parseEnvironmentsSearch({ state: 'failed', mine: true, blueprint: 'shop', search: 5 })).toEqual({
    ...{ state: 'failed', mine: true, blueprint: 'shop', search: '5' },
  })
  expect(parseEnvironmentsSearch({ state: 'toString', mine: 'yes', blueprint: {}, search: ' ' })).toEqual({})
  expect(parseEnvironmentsSearch({ search: 'x'.repeat(300) }).search).toHaveLength(200)
})

it('environments that are over are listed only if somebody asks for them', () => {
  expect(toListFilter({}).states).toContain('draft')
  expect(toListFilter({}).states).not.toContain('ended')
  expect(toListFilter({ state: 'over', mine: true })).toEqual({
    ...{ states: ['ended', 'released', 'cancelled'], mine: true },
  })
  expect(toListFilter({ state: 'all', search: 'x', blueprint: 'shop' })).toEqual({
    ...{ search: 'x', blueprint: 'shop' },
  })
})
