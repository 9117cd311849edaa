import { expect, test } from 'vitest'
import { blueprintJsonSchema } from './blueprint.ts'

test('the JSON Schema names what a default may be, and says nothing of how we keep numbers', () => {
  const { definitions } = blueprintJsonSchema() as { definitions: Record<string, { anyOf?: unknown }> }
  const constants = Object.values(definitions).filter(({ anyOf }) => anyOf !== undefined)
  expect(constants).toHaveLength(1)
  expect(constants[0]?.anyOf).toMatchObject([
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'null' },
    { type: 'array' },
    { type: 'object' },
  ])
})
