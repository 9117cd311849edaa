import { acceptsValue, parseType, type Json } from '@groundplan/terraform-type'
import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BlueprintInput } from '../blueprint.ts'
import { fromBlueprintRules } from '../rules.ts'
import { compareInput, type Relation } from './compare-input.ts'
import { anyInputUpdate } from './input-update.arbitrary.ts'

describe('compareInput', () => {
  test('what it does not call narrowed or changed refuses nothing that was accepted before', () => {
    fc.assert(
      fc.property(
        anyInputUpdate,
        fc.constantFrom('everywhere', 'optional'),
        ({ from, to, values }, nulls) => {
          // The same holds for what came from the other side and is not called widened or changed.
          const isShown =
            relations(from, to).every((relation) => relation === 'same' || relation === 'widened') ||
            relations(to, from).every((relation) => relation === 'same' || relation === 'narrowed')
          const accepted = isShown ? values.filter((value) => accepts(from, value, nulls)) : []
          for (const value of accepted) expect(accepts(to, value, nulls)).toBe(true)
        },
      ),
      { numRuns: caseCount(1500) },
    )
  })
})

function relations(from: BlueprintInput, to: BlueprintInput): readonly Relation[] {
  const { type, pieces } = compareInput(from, to)
  return [type, ...pieces.map(({ relation }) => relation)]
}

function accepts(input: BlueprintInput, value: Json, nulls: 'everywhere' | 'optional'): boolean {
  const parsed = parseType(input.type ?? 'string')
  if (!parsed.ok) throw new Error(parsed.message)
  return acceptsValue(parsed.type, value, { constraints: fromBlueprintRules(input), nulls })
}
