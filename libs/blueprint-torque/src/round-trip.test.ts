import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { parseBlueprint, printBlueprint, printYaml, readYaml, type Blueprint } from '@groundplan/blueprint'
import { anyBlueprint } from '@groundplan/blueprint/testing'
import { hasErrors } from '@groundplan/errors'
import { describe, expect, test } from 'vitest'
import { exportTorque } from './export/export-torque.ts'
import { importTorque } from './import/import-torque.ts'

interface TorqueFile {
  readonly spec_version: number
  readonly inputs?: Record<string, Record<string, unknown>>
  readonly outputs?: Record<string, Record<string, unknown>>
  readonly grains: Record<string, { readonly spec: Record<string, unknown> }>
}

const legalName = /^[a-zA-Z0-9-_ ().]{3,45}$/
const inputKeys = [
  'type',
  'style',
  'description',
  'default',
  'sensitive',
  'pattern',
  'validation-description',
]

describe('any blueprint', () => {
  test('is written with texts and names that Torque accepts', () => {
    fc.assert(
      fc.property(anyBlueprint, (blueprint) => {
        const { value, diagnostics } = readYaml('a.yaml', exportTorque(blueprint).text)
        expect(diagnostics).toEqual([])
        const file = value as TorqueFile
        expect(file.spec_version).toBe(2)
        for (const [name, input] of Object.entries(file.inputs ?? {})) {
          expect(name).toMatch(legalName)
          const { 'allowed-values': allowed = [], ...rest } = input
          expect(allowed).toSatisfy((list: unknown[]) => list.every((item) => typeof item === 'string'))
          for (const [key, item] of Object.entries(rest)) {
            expect(inputKeys).toContain(key)
            expect(typeof item).toBe(key === 'sensitive' ? 'boolean' : 'string')
          }
        }
        for (const [name, output] of Object.entries(file.outputs ?? {})) {
          expect(name).toMatch(legalName)
          expect(typeof output['value']).toBe('string')
          expect(['value', 'kind', 'quick']).toEqual(expect.arrayContaining(Object.keys(output)))
        }
        expect(Object.keys(file.grains)).toHaveLength(Object.keys(blueprint.grains).length)
      }),
    )
  })

  test('comes back as a blueprint', () => {
    fc.assert(
      fc.property(anyBlueprint, (blueprint) => {
        const { text } = exportTorque(blueprint)
        const again = importTorque('a.yaml', text)
        expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
        expect(Object.keys(again.blueprint?.inputs ?? {})).toHaveLength(
          Object.keys(blueprint.inputs ?? {}).length,
        )
      }),
    )
  })
})

/** Words that an import looks for, so that random data gets further than the first check. */
const word = fc.constantFrom(
  ...[
    'inputs',
    'outputs',
    'grains',
    'labels',
    'metadata',
    'customization',
    'launch-form',
    'sections',
    'categories',
  ],
  ...[
    'name',
    'type',
    'default',
    'allowed-values',
    'pattern',
    'style',
    'optional',
    'description',
    'value',
    'spec',
  ],
  ...[
    'kind',
    'source',
    'store',
    'path',
    'agent',
    'host',
    'env-vars',
    'ouputs',
    'version',
    'depends-on',
    'x',
    '__proto__',
  ],
)
const text = fc.constantFrom(
  ...[
    'terraform',
    'helm',
    'agent',
    'null',
    'true',
    '[1, {"a": 2}]',
    '{{ .inputs.x }}',
    '{{ .params.y',
    '(',
    '1.10',
    '',
  ],
  ...['github.com/a/b//c', 'multi-select', 'dictionary', '2'],
)
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.oneof(text, word, fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(word, tie('tree'), { maxKeys: 5, noNullPrototype: true }),
  ),
}))
const grain = fc.record(
  { kind: fc.constantFrom('terraform', 'helm', 'shell', 'arm'), spec: tree, 'depends-on': tree, when: tree },
  { requiredKeys: ['kind'], noNullPrototype: true },
)
const document = fc.record(
  {
    spec_version: fc.constantFrom(2, '2-preview'),
    grains: fc.oneof(tree, fc.dictionary(word, grain, { maxKeys: 2, noNullPrototype: true })),
    inputs: fc.oneof(tree, fc.dictionary(word, tree, { maxKeys: 4, noNullPrototype: true })),
    outputs: tree,
    labels: tree,
    metadata: tree,
    customization: tree,
    instructions: tree,
  },
  { requiredKeys: ['spec_version', 'grains'], noNullPrototype: true },
)

describe('any file', () => {
  test('gives a blueprint that can be read, printed and exported again, or an error', () => {
    let read = 0
    fc.assert(
      fc.property(document, (data) => {
        const { blueprint, diagnostics } = importTorque('a.yaml', printYaml(data, ' any'))
        expect(hasErrors(diagnostics)).toBe(blueprint === undefined)
        if (blueprint === undefined) return
        read += 1
        const parsed = parseBlueprint('b.yaml', printBlueprint(blueprint))
        expect(parsed.diagnostics).toEqual([])
        const again = importTorque('c.yaml', exportTorque(parsed.blueprint as Blueprint).text)
        expect(again.blueprint).toBeDefined()
      }),
      { numRuns: caseCount(300) },
    )
    expect(read).toBeGreaterThan(caseCount(50))
  })
})
