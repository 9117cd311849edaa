import {
  printBlueprint,
  toLaunchForm,
  validateBlueprint,
  type Blueprint,
  type TerraformGrain,
} from '@groundplan/blueprint'
import { readModule, type Variable } from '@groundplan/terraform-module'
import { parseNumber, type Json } from '@groundplan/terraform-type'
import { describe, expect, test } from 'vitest'
import { readRichModule } from './__fixtures__/rich-module.ts'
import { generateBlueprint } from './generate-blueprint.ts'

const source = {
  store: 'modules',
  path: 'modules/broker',
  commit: '0123456789abcdef0123456789abcdef01234567',
}

const emptyModule = await readModule({ path: '.', files: [] })
const emptyVariable = await readOnly('variable "a" {\n  type = string\n}\n')
const emptyValidation = (
  await readOnly('variable "a" {\n  validation {\n    condition = true\n    error_message = ""\n  }\n}\n')
).validations[0] as Variable['validations'][number]

async function readOnly(text: string): Promise<Variable> {
  const files = [{ path: 'main.tf', bytes: new TextEncoder().encode(text) }]
  const { variables } = await readModule({ path: '.', files })
  return variables[0] as Variable
}

async function generate(text: string, name = 'a') {
  const files = [{ path: 'main.tf', bytes: new TextEncoder().encode(text) }]
  return generateBlueprint(await readModule({ path: '.', files }), name, { ...source, path: '.' })
}

describe('generateBlueprint', () => {
  test('runs modules that only OpenTofu supports with OpenTofu', async () => {
    const kindOf = async (files: Readonly<Record<string, string>>) => {
      const list = Object.entries(files).map(([path, text]) => ({
        path,
        bytes: new TextEncoder().encode(text),
      }))
      return generateBlueprint(await readModule({ path: '.', files: list }), 'a', source).grains['a']?.kind
    }
    expect(await kindOf({ 'main.tf': 'variable "a" {}' })).toBe('terraform')
    expect(await kindOf({ 'main.tf': 'variable "a" {}', 'main.tofu': 'variable "b" {}' })).toBe('opentofu')
    expect(await kindOf({ 'x.tofu.json': '{}' })).toBe('opentofu')
    expect(await kindOf({ 'main.tf': 'terraform {\n  encryption {}\n}\n' })).toBe('opentofu')
    expect(await kindOf({ 'main.tf': 'provider "aws" {\n  for_each = local.r\n}\n' })).toBe('opentofu')
  })

  test('writes what a reviewer reads from top to bottom', async () => {
    const blueprint = generateBlueprint(await readRichModule(), 'message-broker', source)
    expect(printBlueprint(blueprint)).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=.schema/blueprint.schema.json

      spec_version: 2
      description: 'Runs a broker for events: queues, topics # and dead letters.'
      metadata:
        display-name: Message broker
        blueprint-labels: [aws, messaging]
      inputs:
        name:
          type: string
          description: 'Name of the broker: lower-case, no #hash.'
          pattern: ^[a-z|-]+$
          max-length: 20
          validation-description: |-
            Use lower-case letters.
            Use at most 20 characters.
        engine:
          type: string
          default: '3.13'
          allowed-values: ['3.12', '3.13']
          validation-description: Choose 3.12 or 3.13.
        nodes:
          type: number
          description: |
            How many nodes:
              - 1 for tests | 3 for <production>
          default: 1
          minimum: 1
          maximum: 5
          multiple-of: 1
          validation-description: One to five.
        public:
          type: bool
        listeners:
          type: |-
            list(object({
              port = number
              protocol = optional(string, "amqp")
              cidrs = optional(set(string), [])
            }))
          description: Who may connect.
          default:
            - port: 5671
          validation-description: Ports are between 1 and 65535.
          constraints:
            '[*].port':
              exclusive-minimum: 0
              exclusive-maximum: 65536
        'on':
          type: string
          default: 'no'
        password:
          type: string
          optional: true
          sensitive: true
        token:
          type: string
          ephemeral: true
        window:
          type: string
          optional: true
        tags:
          type: map(string)
          default: {}
      outputs:
        endpoint:
          value: '{{ .grains.message-broker.outputs.endpoint }}'
          description: Address | port.
        admin_password:
          value: '{{ .grains.message-broker.outputs.admin_password }}'
          sensitive: true
      grains:
        message-broker:
          kind: terraform
          spec:
            source:
              store: modules
              path: modules/broker
              commit: 0123456789abcdef0123456789abcdef01234567
            version: '>= 1.6, < 2.0'
            inputs:
              - name: '{{ .inputs.name }}'
              - engine: '{{ .inputs.engine }}'
              - nodes: '{{ .inputs.nodes }}'
              - public: '{{ .inputs.public }}'
              - listeners: '{{ .inputs.listeners }}'
              - 'on': '{{ .inputs.on }}'
              - password: '{{ .inputs.password }}'
              - token: '{{ .inputs.token }}'
              - window: '{{ .inputs.window }}'
              - tags: '{{ .inputs.tags }}'
            outputs: [endpoint, admin_password]
            providers:
              aws:
                source: hashicorp/aws
                from-space: [region]
      "
    `)
  })

  test('writes valid blueprints', async () => {
    const text = printBlueprint(generateBlueprint(await readRichModule(), 'message-broker', source))
    expect(validateBlueprint('a.yaml', text).diagnostics).toEqual([])
  })

  test('the same module gives the same bytes', async () => {
    const print = async () =>
      printBlueprint(generateBlueprint(await readRichModule(), 'message-broker', source))
    expect(await print()).toBe(await print())
  })

  test('no default, null and falsy defaults stay three different things', async () => {
    const { inputs } = await generate(
      'variable "a" {}\nvariable "b" {\n  default = null\n}\nvariable "c" {\n  default = ""\n}\nvariable "d" {\n  default = false\n}\nvariable "e" {\n  default = []\n}\n',
    )
    expect(inputs).toEqual({
      a: { type: 'any' },
      b: { type: 'any', optional: true },
      c: { type: 'string', default: '' },
      d: { type: 'bool', default: false },
      e: { type: 'list(any)', default: [] },
    })
  })

  test('a default that the module refuses is none, and one that is not of the type stays in the module', async () => {
    const { inputs } = await generate(`
variable "a" {
  type    = string
  default = ""
  validation {
    condition     = length(var.a) > 0
    error_message = "Give a name."
  }
}
variable "b" {
  type    = number
  default = "many"
}
`)
    expect(inputs).toEqual({
      a: { type: 'string', 'min-length': 1, 'validation-description': 'Give a name.' },
      b: { type: 'number', optional: true },
    })
  })

  test('states that a value must not be null if a form could send null', () => {
    const variable = (name: string, value: Json | undefined): Variable => ({
      ...emptyVariable,
      name,
      default: value === undefined ? undefined : { value },
      sensitive: name === 'secret',
      validations: [{ ...emptyValidation, constraints: [{ path: '', notNull: true, minLength: 1 }] }],
    })
    const module = {
      ...emptyModule,
      variables: [
        variable('required', undefined),
        variable('given', 'x'),
        variable('null', null),
        variable('secret', 'x'),
      ],
    }
    expect(generateBlueprint(module, 'a', source).inputs).toEqual({
      required: { type: 'string', 'min-length': 1 },
      given: { type: 'string', default: 'x', 'min-length': 1 },
      null: { type: 'string', 'min-length': 1 },
      secret: { type: 'string', optional: true, sensitive: true, 'not-null': true, 'min-length': 1 },
    })
  })

  test('a variable called __proto__ is an input like others, down to the form', async () => {
    const text = printBlueprint(await generate('variable "__proto__" {\n  type = number\n}\n'))
    const { blueprint, diagnostics } = validateBlueprint('a.yaml', text)
    expect(diagnostics).toEqual([])
    const { schema, uiSchema } = toLaunchForm(blueprint as Blueprint)
    expect(Object.entries(schema.properties ?? {})).toEqual([
      ['__proto__', { title: 'Proto', type: 'number' }],
    ])
    expect([schema.required, uiSchema['ui:order']]).toEqual([['__proto__'], ['__proto__']])
    expect((blueprint?.grains['a'] as TerraformGrain).spec.inputs?.map(Object.entries)).toEqual([
      [['__proto__', '{{ .inputs.__proto__ }}']],
    ])
  })

  test('numbers keep every digit, down to the blueprint that is read again', async () => {
    const module = {
      ...emptyModule,
      variables: [
        {
          ...emptyVariable,
          type: { kind: 'number' as const },
          default: { value: parseNumber('9007199254740993') },
        },
      ],
    }
    const text = printBlueprint(generateBlueprint(module, 'a', source))
    expect(text).toContain('default: 9007199254740993\n')
    const { blueprint } = validateBlueprint('a.yaml', text)
    expect(blueprint?.inputs?.['a']?.default).toEqual(parseNumber('9007199254740993'))
  })

  test('marks deprecated inputs', () => {
    const module = { ...emptyModule, variables: [{ ...emptyVariable, deprecated: 'Use b.' }] }
    expect(generateBlueprint(module, 'a', source).inputs).toEqual({
      a: { type: 'string', deprecated: 'Use b.' },
    })
  })

  test("a secret's default stays in the module, also inside of objects", async () => {
    const blueprint = await generate(
      'variable "a" {\n  sensitive = true\n  default = { key = "hidden" }\n}\n',
    )
    expect(blueprint.inputs).toEqual({ a: { type: 'map(string)', optional: true, sensitive: true } })
    expect(printBlueprint(blueprint)).not.toContain('hidden')
  })

  test('writes only a grain for an empty module', async () => {
    expect(await generate('')).toEqual({
      spec_version: 2,
      metadata: { 'display-name': 'A' },
      grains: { a: { kind: 'terraform', spec: { source: { ...source, path: '.' } } } },
    })
  })

  test('names that are odd, long or differ in case only stay apart and are found by their references', async () => {
    const names = ['on', 'NO', 'no', 'null', 'constructor', 'größe', 'x'.repeat(60)]
    const text = printBlueprint(await generate(names.map((name) => `variable "${name}" {}\n`).join('')))
    const { blueprint, diagnostics } = validateBlueprint('a.yaml', text)
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['duplicate-name'])
    expect(Object.keys(blueprint?.inputs ?? {})).toEqual(names)
  })

  test('a description with every character that YAML minds comes through unchanged', async () => {
    const description = ' - a: b # c\n\t"quotes" \'and\' | > \u00e9 😀 שלום\n\n  end  '
    const literal = JSON.stringify(description)
    const text = printBlueprint(await generate(`variable "a" {\n  description = ${literal}\n}\n`))
    expect(validateBlueprint('a.yaml', text).blueprint?.inputs?.['a']?.description).toBe(description)
  })
})
