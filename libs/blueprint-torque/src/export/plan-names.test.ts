import { expect, test } from 'vitest'
import { fieldNames, grainNames, planNames } from './plan-names.ts'

const plan = (...names: string[]) => Object.fromEntries(planNames(names, { rule: fieldNames, word: 'input' }))

test('names that Torque accepts stay', () => {
  expect(plan('abc', 'My name (v1.2)', 'a'.repeat(45))).toEqual({})
})

test('short names get a word, long ones are cut, other characters become underscores', () => {
  expect(plan('az', 'größe', 'b'.repeat(46))).toEqual({
    az: 'az_input',
    größe: 'gr__e',
    ['b'.repeat(46)]: 'b'.repeat(45),
  })
})

test('names stay different', () => {
  const long = 'c'.repeat(50)
  expect(plan('az', 'az_input', long, `${long}x`, 'ä', 'ö')).toEqual({
    az: 'az_input_2',
    [long]: 'c'.repeat(45),
    [`${long}x`]: `${'c'.repeat(43)}_2`,
    ä: '__input',
    ö: '__input_2',
  })
})

test('names of grains have no dots and parentheses', () => {
  expect(Object.fromEntries(planNames(['s3', 'a.b (c)'], { rule: grainNames, word: 'grain' }))).toEqual({
    s3: 's3_grain',
    'a.b (c)': 'a_b _c_',
  })
})
