// Over 300 lines: every rule of a composition, tried on the same few parts.
import { printBlueprint, validateBlueprint } from '@groundplan/blueprint'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { readRichModule } from '../__fixtures__/rich-module.ts'
import { database, network, readTextPart } from './__fixtures__/read-text-module.ts'
import { completePlan } from './complete-plan.ts'
import { composeBlueprint } from './compose-blueprint.ts'
import { printPlace, type CompositionChoices, type Wire } from './composition-plan.ts'
import { planComposition } from './plan-composition.ts'
import { readParts } from './read-parts.ts'

const noChoices: CompositionChoices = { wires: [], shared: [], constants: [], leftOut: [], dependsOn: [] }

async function planApp() {
  return planComposition([await readTextPart('rds', database), await readTextPart('vpc', network)])
}

/** A wire that a person has asked for, from `a.b` to `c.d`. */
function wireOf(from: string, to: string, form: Wire['form'] = 'value'): Wire {
  const [[grain = '', output = ''], [target = '', input = '']] = [from.split('.'), to.split('.')]
  return { from: { grain, output }, to: { grain: target, input }, form, confidence: 1, reasons: [] }
}

describe('the proposed plan', () => {
  it('wires a reference to the part that creates it, in any order', async () => {
    const { wires } = await planApp()
    expect(wires.map(({ from, to }) => `${printPlace(from)} > ${printPlace(to)}`)).toEqual([
      'vpc.vpc_id > rds.vpc_id',
      'vpc.private_subnet_ids > rds.subnet_ids',
    ])
    expect(wires[0]?.confidence).toBeGreaterThan(0.8)
    expect(wires[0]?.reasons).toContain('same name')
  })

  it('never wires generic names, and shares only inputs with the same meaning everywhere', async () => {
    const { wires, shared } = await planApp()
    expect(wires.some(({ to }) => to.input === 'name' || to.input === 'tags')).toBe(false)
    expect(shared).toEqual([
      {
        name: 'tags',
        for: [
          { grain: 'rds', input: 'tags' },
          { grain: 'vpc', input: 'tags' },
        ],
      },
    ])
  })

  it('gives a list no single text', async () => {
    const source = await readTextPart('vpc', 'resource "aws_vpc" "a" {}\noutput "vpc_id" { value = "vpc-1" }')
    const target = await readTextPart('app', 'variable "vpc_id" { type = map(string) }')
    const { wires, alternatives } = planComposition([source, target])
    expect([...wires, ...alternatives]).toEqual([])
  })

  it('drops the weakest wire of a cycle and reports it', async () => {
    const text = (own: string, other: string) =>
      `variable "${other}_id" {\n type = string\n}\nresource "aws_${own}" "a" {}\noutput "${own}_id" {\n value = aws_${own}.a.id\n}`
    const parts = [
      await readTextPart('vpc', text('vpc', 'queue')),
      await readTextPart('queue', text('queue', 'vpc')),
    ]
    const { wires, avoided, alternatives } = planComposition(parts)
    expect(wires).toHaveLength(1)
    expect(avoided).toMatchObject([{ grains: expect.arrayContaining(['vpc', 'queue']) }])
    expect(alternatives).toContain(avoided[0]?.wire)
  })

  it('reports two parts of one name and names that no expression can say', async () => {
    const part = await readTextPart('vpc', network)
    const { diagnostics, parts } = planComposition([part, part, { ...part, grain: '__proto__' }])
    expect(parts).toHaveLength(1)
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'Two parts are named "vpc".',
      'Invalid grain name "__proto__".',
    ])
  })
})

describe('the composed blueprint', () => {
  it('contains every part, wired, ordered and grouped, without findings', async () => {
    const text = printBlueprint(composeBlueprint(await planApp(), { name: 'app-database' }))
    expect(validateBlueprint('app.yaml', text).diagnostics).toEqual([])
    expect(text).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=.schema/blueprint.schema.json

      spec_version: 2
      description: Combines RDS and VPC.
      metadata:
        display-name: App database
        blueprint-labels: [aws, database, network]
      inputs:
        tags:
          type: map(string)
          description: Tags for every resource.
          default: {}
        rds_name:
          type: string
          max-length: 20
          validation-description: At most 20 characters.
        password:
          type: string
          sensitive: true
        vpc_name:
          type: string
      outputs:
        endpoint:
          value: '{{ .grains.rds.outputs.endpoint }}'
        password:
          value: '{{ .grains.rds.outputs.password }}'
          sensitive: true
        vpc_id:
          value: '{{ .grains.vpc.outputs.vpc_id }}'
          description: ID of the VPC.
        private_subnet_ids:
          value: '{{ .grains.vpc.outputs.private_subnet_ids }}'
          description: IDs of the private subnets.
        name:
          value: '{{ .grains.vpc.outputs.name }}'
      grains:
        rds:
          kind: terraform
          depends-on: vpc
          spec:
            source:
              store: estate
              path: modules/rds
              commit: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            inputs:
              - tags: '{{ .inputs.tags }}'
              - name: '{{ .inputs.rds_name }}'
              - vpc_id: '{{ .grains.vpc.outputs.vpc_id }}'
              - subnet_ids: '{{ .grains.vpc.outputs.private_subnet_ids }}'
              - password: '{{ .inputs.password }}'
            outputs: [endpoint, password]
            providers:
              aws:
                source: hashicorp/aws
                from-space: [region]
        vpc:
          kind: terraform
          spec:
            source:
              store: estate
              path: modules/vpc
              commit: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            inputs:
              - tags: '{{ .inputs.tags }}'
              - name: '{{ .inputs.vpc_name }}'
            outputs: [vpc_id, private_subnet_ids, name]
            providers:
              aws:
                source: hashicorp/aws
                from-space: [region]
      customization:
        launch-form:
          sections:
            - name: Shared
              inputs:
                - name: tags
            - name: RDS
              inputs:
                - name: rds_name
                - name: password
            - name: VPC
              inputs:
                - name: vpc_name
      "
    `)
  })

  test('lets users change everything: element wires, constants, names, omissions and the order', async () => {
    const app = await readTextPart(
      'app',
      'variable "subnets" {\n type = list(string)\n}\nvariable "size" {\n type = number\n default = 1\n}\nvariable "url" {\n type = string\n}',
    )
    const { parts } = readParts([
      app,
      await readTextPart('rds', database),
      await readTextPart('vpc', network),
    ])
    const plan = completePlan(parts, {
      wires: [wireOf('vpc.vpc_id', 'app.subnets', 'element'), wireOf('rds.endpoint', 'app.url')],
      shared: [{ name: 'title', for: [{ grain: 'vpc', input: 'name' }] }],
      constants: [{ to: { grain: 'rds', input: 'name' }, value: 'main', reason: '' }],
      leftOut: [{ grain: 'app', input: 'size' }],
      dependsOn: [{ grain: 'rds', on: 'vpc' }],
    })
    expect(plan.diagnostics).toEqual([])
    const { grains, inputs = {} } = composeBlueprint(plan, { name: 'app' })
    expect(grains['app']).toMatchObject({
      'depends-on': 'rds,vpc',
      spec: {
        inputs: [
          { subnets: ['{{ .grains.vpc.outputs.vpc_id }}'] },
          { url: '{{ .grains.rds.outputs.endpoint }}' },
        ],
      },
    })
    expect(grains['rds']).toMatchObject({
      'depends-on': 'vpc',
      spec: { inputs: expect.arrayContaining([{ name: 'main' }]) },
    })
    expect(Object.keys(inputs)).toEqual(['title', 'rds_tags', 'vpc_id', 'subnet_ids', 'password', 'vpc_tags'])
  })

  test('reports invalid choices and applies the rest', async () => {
    const { parts } = readParts([await readTextPart('rds', database), await readTextPart('vpc', network)])
    const vpcId = wireOf('vpc.vpc_id', 'rds.vpc_id')
    const plan = completePlan(parts, {
      wires: [
        ...[vpcId, vpcId, wireOf('vpc.vpc_idd', 'rds.vpc_id'), wireOf('net.a', 'rds.vpc_id')],
        ...[wireOf('vpc.private_subnet_ids', 'rds.name'), wireOf('rds.endpoint', 'vpc.name')],
      ],
      shared: [{ name: 'vpc_id', for: [{ grain: 'rds', input: 'vpc_id' }] }],
      constants: [
        { to: { grain: 'rds', input: 'subnet_ids' }, value: 5, reason: '' },
        { to: { grain: 'rds', input: 'name' }, value: '{{ .inputs.x }}', reason: '' },
      ],
      leftOut: [{ grain: 'rds', input: 'password' }],
      dependsOn: [{ grain: 'rds', on: 'vpcs' }],
    })
    expect(plan.wires).toEqual([vpcId])
    expect(plan.diagnostics.map(({ rule, message }) => `${rule}: ${message}`)).toMatchInlineSnapshot(`
      [
        "undefined-part: Unknown part "vpcs".",
        "given-twice: "rds.vpc_id" has two values.",
        "undefined-output: Unknown output "vpc.vpc_idd".",
        "undefined-part: Unknown part "net".",
        "wire-type: "vpc.private_subnet_ids" does not match the type of "rds.name", string.",
        "cycle: Circular dependency: grain "vpc" cannot depend on "rds" (vpc → rds → vpc).",
        "constant: The constant for "rds.subnet_ids" does not have the type list(string).",
        "constant: The constant for "rds.name" contains "{{" or "{%", which starts an expression.",
        "given-twice: "rds.vpc_id" has two values.",
        "left-out: "rds.password" cannot be left out: it is required.",
      ]
    `)
    const text = printBlueprint(composeBlueprint(plan, { name: 'x' }))
    expect(validateBlueprint('x.yaml', text).diagnostics).toEqual([])
  })

  it('is valid with any wires', async () => {
    const broker = await readRichModule()
    const source = { store: 'estate', path: 'modules/broker', commit: 'b'.repeat(40) }
    const given = [
      { grain: 'broker', module: broker, source },
      { grain: 'other-broker', module: broker, source },
      await readTextPart('rds', database),
      await readTextPart('vpc', network),
    ]
    const { parts } = readParts(given)
    const outputs = parts.flatMap(({ grain, outputs }) => outputs.map(({ name }) => `${grain}.${name}`))
    const inputs = parts.flatMap(({ grain, inputs }) => inputs.map(({ name }) => `${grain}.${name}`))
    const place = fc.constantFrom(...inputs)
    const form = fc.constantFrom('value' as const, 'element' as const)
    const wire = fc.tuple(fc.constantFrom(...outputs), place, form).map((each) => wireOf(...each))
    const toPlace = (text: string) => wireOf('x.x', text).to
    const shared = fc.record({
      name: fc.constantFrom('tags', 'a', 'name'),
      for: fc.array(place.map(toPlace), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(
        fc.array(wire, { maxLength: 12 }),
        fc.array(shared, { maxLength: 4 }),
        fc.array(place.map(toPlace), { maxLength: 4 }),
        (wires, shared, leftOut) => {
          const plan = completePlan(parts, { ...noChoices, wires, shared, leftOut })
          const text = printBlueprint(composeBlueprint(plan, { name: 'x' }))
          const { diagnostics } = validateBlueprint('x.yaml', text)
          expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
        },
      ),
      { numRuns: 40 },
    )
  })

  test('accepts blueprints as parts and keeps the text around a value', async () => {
    const plan = await planApp()
    const composed = composeBlueprint(plan, { name: 'app' })
    expect(planComposition([{ grain: 'two', blueprint: composed }]).diagnostics).toMatchObject([
      { rule: 'part' },
    ])
    const { blueprint: rds } = plan.parts.find(({ grain }) => grain === 'rds') ?? {}
    const written = structuredClone(rds)
    const [grain] = Object.values(written?.grains ?? {})
    if (written === undefined || grain === undefined || !Array.isArray(grain.spec['inputs']))
      throw new Error('no part')
    grain.spec['inputs'] = [{ name: 'db-{{ .inputs.name }}' }, { vpc_id: '{{ .inputs.vpc_id }}' }]
    const { parts } = readParts([{ grain: 'db', blueprint: written }, await readTextPart('vpc', network)])
    const wires = [wireOf('vpc.name', 'db.name'), wireOf('vpc.vpc_id', 'db.vpc_id')]
    const constant = { to: { grain: 'db', input: 'name' }, value: 'x', reason: '' }
    const { grains } = composeBlueprint(completePlan(parts, { ...noChoices, wires }), { name: 'x' })
    expect(grains['db']?.spec['inputs']).toEqual([
      { name: 'db-{{ .grains.vpc.outputs.name }}' },
      { vpc_id: '{{ .grains.vpc.outputs.vpc_id }}' },
    ])
    expect(completePlan(parts, { ...noChoices, constants: [constant] }).diagnostics).toMatchObject([
      { rule: 'inside-expression' },
    ])
  })
})
