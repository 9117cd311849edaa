import { describe, expect, it } from 'vitest'
import { blueprintOf } from '../testing/environment-world.ts'
import { shopBlueprint } from '../testing/blueprints.fixture.ts'
import { orderGrains, reverseGraph, toGrainGraph } from './order-grains.ts'

const grain = (name: string, more = '') => `  ${name}:
    kind: terraform
${more}    spec: { source: { store: m, path: p } }
`
const blueprint = (...grains: readonly string[]) =>
  blueprintOf(`spec_version: 2\ngrains:\n${grains.join('')}`)

describe('the order of grains', () => {
  it('has those that others need first, and what may run at the same time in one group', () => {
    const graph = toGrainGraph(blueprintOf(shopBlueprint))
    expect(orderGrains(graph)).toEqual([['network', 'queue'], ['database']])
    expect(orderGrains(reverseGraph(graph))).toEqual([['database', 'queue'], ['network']])
  })

  it('follows outputs that are read without being named as a dependency', () => {
    const text = shopBlueprint.replace('    depends-on: network\n', '')
    expect(toGrainGraph(blueprintOf(text)).get('database')).toEqual(['network'])
  })

  it('refuses grains that need each other, that are missing, or of a kind that is not launched', () => {
    const circle = blueprint(grain('a', '    depends-on: b\n'), grain('b', '    depends-on: a\n'), grain('c'))
    expect(() => orderGrains(toGrainGraph(circle))).toThrow('Some grains depend on each other: a, b.')
    expect(() => toGrainGraph(blueprint(grain('a', '    depends-on: gone\n')))).toThrow('depends on "gone"')
    const foreign = blueprintOf('spec_version: 2\ngrains:\n  chart: { kind: helm, spec: {} }\n')
    expect(() => toGrainGraph(foreign)).toThrow('"chart" is of the kind "helm"')
  })
})
