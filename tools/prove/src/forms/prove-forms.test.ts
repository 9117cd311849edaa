import { expect, test } from 'vitest'
import { checkBlueprint } from './check-blueprint.ts'
import { readBlueprints } from './prove-forms.ts'

test('every module of the sample estate has a blueprint without findings, with a schema that Ajv compiles', async () => {
  const { blueprints, broken } = await readBlueprints({ count: 100, directory: undefined })
  expect(blueprints.flatMap(({ blueprint }) => checkBlueprint(blueprint))).toEqual([])
  expect([blueprints.length, broken]).toEqual([22, 1])
})

test('the proof sees what is wrong with a text or a schema', () => {
  const faults = checkBlueprint({
    spec_version: 2,
    inputs: { a: { type: 'number', default: 'x' }, b: { pattern: '(' }, c: { 'min-length': -1 } },
    grains: {},
  })
  expect(faults.map((fault) => fault.replace(/:.*/, ''))).toEqual(
    expect.arrayContaining(['default', 'pattern', 'Ajv']),
  )
})
