import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { blueprintJsonSchema } from './blueprint.ts'

const schema = blueprintJsonSchema()

describe('the schema for editors', () => {
  test('has a name that stays', () => {
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: 'urn:groundplan:blueprint:v2',
      title: 'Groundplan blueprint',
    })
  })

  test('judges as before: what it adds are words for people', () => {
    const judge = new Ajv({ strict: false }).compile(schema)
    const source = { store: 's', path: '.', commit: 'abc' }
    const blueprint = {
      spec_version: 2,
      inputs: { type: { type: 'string' } },
      grains: { g: { kind: 'terraform', spec: { source } } },
    }
    expect(judge(blueprint)).toBe(true)
    expect(judge({ ...blueprint, inputs: { a: { typ: 'string' } } })).toBe(false)
  })

  test('says of every key what it is for', () => {
    expect(findSilent(schema)).toEqual([])
  })
})

/** Properties without a description, by their path. */
function findSilent(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => findSilent(item, path))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key !== 'properties') return findSilent(inner, path)
    return Object.entries(inner as object).flatMap(([name, property]: [string, object]) => [
      ...('markdownDescription' in property || '$ref' in property ? [] : [`${path}/${name}`]),
      ...findSilent(property, `${path}/${name}`),
    ])
  })
}
