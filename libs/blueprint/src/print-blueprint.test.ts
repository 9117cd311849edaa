import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyBlueprint } from './blueprint.arbitrary.ts'
import type { Blueprint } from './blueprint.ts'
import { parseBlueprint } from './parse-blueprint.ts'
import { printBlueprint } from './print-blueprint.ts'

const blueprint: Blueprint = {
  spec_version: 2,
  description: 'A network: subnets, routes # and gateways',
  metadata: { 'display-name': 'VPC', 'blueprint-labels': ['aws', 'network'] },
  inputs: {
    on: { type: 'string', default: 'no' },
    null: { type: 'number', default: 0 },
    '1e3': { type: 'string', description: 'First line.\nSecond line.\n', default: '1e3' },
    rules: {
      type: 'list(object({\n  port = number\n}))',
      default: [{ port: 80 }, { port: 443 }],
      constraints: { '[*].port': { minimum: 1, maximum: 65535 } },
    },
    zones: { type: 'list(string)', default: ['a', 'b'], 'min-items': 2 },
    empty: { type: 'map(string)', default: {} },
    text: { type: 'string', default: '', description: " it's 'quoted' " },
  },
  outputs: { id: { value: '{{ .grains.vpc.outputs.id }}', description: 'Line\rreturn' } },
  grains: {
    vpc: {
      kind: 'terraform',
      spec: {
        source: { store: 'modules', path: 'vpc', commit: '0123456789012345678901234567890123456789' },
        version: '>= 1.6',
        inputs: [{ on: '{{ .inputs.on }}' }],
        outputs: ['id'],
      },
    },
  },
}

describe('printBlueprint', () => {
  test('any blueprint comes back as it was, and prints to the same bytes again', () => {
    fc.assert(
      fc.property(anyBlueprint, (model) => {
        const text = printBlueprint(model)
        const parsed = parseBlueprint('a.yaml', text)
        expect(parsed.diagnostics).toEqual([])
        expect(parsed.blueprint).toEqual(model)
        expect(printBlueprint(parsed.blueprint as Blueprint)).toBe(text)
        expect(new TextDecoder().decode(new TextEncoder().encode(text))).toBe(text.replace(/^\ufeff/, ''))
      }),
      { numRuns: caseCount(200) },
    )
  })

  test('keeps the order of keys', () => {
    const text = printBlueprint(blueprint)
    expect(Object.keys(parseBlueprint('a.yaml', text).blueprint?.inputs ?? {})).toEqual(
      Object.keys(blueprint.inputs ?? {}),
    )
  })

  test('is written for people to read', () => {
    expect(printBlueprint(blueprint)).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=.schema/blueprint.schema.json

      spec_version: 2
      description: 'A network: subnets, routes # and gateways'
      metadata:
        display-name: VPC
        blueprint-labels: [aws, network]
      inputs:
        'on':
          type: string
          default: 'no'
        'null':
          type: number
          default: 0
        '1e3':
          type: string
          description: |
            First line.
            Second line.
          default: '1e3'
        rules:
          type: |-
            list(object({
              port = number
            }))
          default:
            - port: 80
            - port: 443
          constraints:
            '[*].port':
              minimum: 1
              maximum: 65535
        zones:
          type: list(string)
          default: [a, b]
          min-items: 2
        empty:
          type: map(string)
          default: {}
        text:
          type: string
          default: ''
          description: " it's 'quoted' "
      outputs:
        id:
          value: '{{ .grains.vpc.outputs.id }}'
          description: "Line\\rreturn"
      grains:
        vpc:
          kind: terraform
          spec:
            source:
              store: modules
              path: vpc
              commit: '0123456789012345678901234567890123456789'
            version: '>= 1.6'
            inputs:
              - 'on': '{{ .inputs.on }}'
            outputs: [id]
      "
    `)
  })
})
