import { expect, test } from 'vitest'
import { checkForm } from './check-form.ts'
import { proveForms } from './prove-forms.ts'

test('every module of the sample estate has a form that a plain react-jsonschema-form shows without a warning', async () => {
  const { modules, inputs, faults } = await proveForms({ count: 100, directory: undefined })
  expect(faults).toEqual([])
  expect(modules).toBe(22)
  expect(inputs).toBeGreaterThan(200)
})

test('the proof sees what is wrong', () => {
  const faults = checkForm({
    spec_version: 2,
    inputs: { a: { type: 'number', default: 'x' }, b: { pattern: '(' }, c: { 'min-length': -1 } },
    grains: {},
  })
  expect(faults.map((fault) => fault.replace(/:.*/, ''))).toEqual(
    expect.arrayContaining(['default', 'pattern', 'Ajv']),
  )
})
