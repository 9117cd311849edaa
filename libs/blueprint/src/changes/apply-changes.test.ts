import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyBlueprint } from '../blueprint.arbitrary.ts'
import type { Blueprint, BlueprintInput } from '../blueprint.ts'
import { applyChanges } from './apply-changes.ts'
import { interfaceOf } from './blueprint-interface.ts'
import { diffBlueprints } from './diff-blueprints.ts'
import { anyUpdate } from './mutated-blueprint.arbitrary.ts'

test('the differences, applied to the old interface, give the new one', () => {
  fc.assert(
    fc.property(anyUpdate, ([from, to]) => {
      const changes = diffBlueprints(from, to)
      expect(applyChanges(interfaceOf(from), changes)).toEqual(interfaceOf(to))
      expect(applyChanges(interfaceOf(to), diffBlueprints(to, from))).toEqual(interfaceOf(from))
    }),
    { numRuns: caseCount(150) },
  )
})

test('between two spellings of one blueprint there is no difference', () => {
  fc.assert(
    fc.property(anyBlueprint, (blueprint) => {
      expect(diffBlueprints(blueprint, respell(blueprint))).toEqual([])
      expect(interfaceOf(respell(blueprint))).toEqual(interfaceOf(blueprint))
    }),
  )
})

/** Says the same with other words: keys in another order, and those that say what holds anyway. */
function respell({ inputs = {}, outputs = {}, grains, metadata = {}, ...rest }: Blueprint): Blueprint {
  return {
    ...rest,
    metadata,
    grains: Object.fromEntries(Object.entries(grains).reverse()),
    inputs: mapValues(inputs, (input) => respellInput(input ?? {})),
    outputs: mapValues(outputs, (output) => ({ kind: 'regular', quick: false, sensitive: false, ...output })),
  }
}

function respellInput({ type, constraints, ...input }: BlueprintInput): BlueprintInput {
  const reversed = Object.fromEntries(Object.entries(input).reverse())
  const places = { '.nothing': {}, ...constraints }
  return {
    optional: false,
    sensitive: false,
    ...reversed,
    constraints: places,
    type: type ?? ' string # text',
  }
}

function mapValues<Value, Result>(
  values: Record<string, Value>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}

test('an entry between others keeps its place, also where the others are moved', () => {
  const blueprint = (...names: readonly string[]): Blueprint => ({
    spec_version: 2,
    inputs: Object.fromEntries(names.map((name) => [name, null])),
    grains: {},
  })
  const [from, to] = [blueprint('a', 'b', 'c'), blueprint('x', 'c', 'y', 'z', 'a')]
  const changes = diffBlueprints(from, to)
  expect(changes.map(({ rule }) => rule)).toEqual([
    'input-removed',
    'required-input-added',
    'required-input-added',
    'required-input-added',
    'inputs-reordered',
  ])
  expect(applyChanges(interfaceOf(from), changes).inputs.map(([name]) => name)).toEqual([
    'x',
    'c',
    'y',
    'z',
    'a',
  ])
  expect(diffBlueprints(blueprint('a', 'b'), blueprint('c', 'a', 'd', 'b')).map(({ kind }) => kind)).toEqual([
    'added',
    'added',
  ])
})
