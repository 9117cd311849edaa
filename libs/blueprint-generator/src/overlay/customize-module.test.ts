import { printBlueprint, validateBlueprint } from '@groundplan/blueprint'
import { printDiagnostic } from '@groundplan/errors'
import { readModule } from '@groundplan/terraform-module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { generateBlueprint } from '../generate-blueprint.ts'
import { customizeModule } from './customize-module.ts'
import { parseOverlay } from './parse-overlay.ts'

const source = { store: 'modules', path: 'modules/db', commit: '0123456789abcdef0123456789abcdef01234567' }

const main = `
variable "name" {
  type = string
}
variable "region" {
  type    = string
  default = "us-east-1"
  validation {
    condition     = contains(["us-east-1", "eu-west-1", "eu-north-1"], var.region)
    error_message = "Choose a region."
  }
}
variable "size_gb" {
  type    = number
  default = 20
  validation {
    condition     = var.size_gb >= 10 && var.size_gb <= 100
    error_message = "Between 10 and 100."
  }
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "token" {
  type      = string
  sensitive = true
  default   = "hidden"
}
variable "session" {
  type      = string
  ephemeral = true
  default   = "x"
}
resource "aws_db_instance" "this" {}
`
const module = await readModule({
  path: 'modules/db',
  files: [{ path: 'modules/db/main.tf', bytes: new TextEncoder().encode(main) }],
})

/** Applies overlays, the weakest first. */
function customize(texts: readonly string[], owners: readonly string[] = []) {
  const parsed = texts.map((text, index) => parseOverlay(`${index}.yaml`, text))
  expect(parsed.flatMap(({ diagnostics }) => diagnostics)).toEqual([])
  const entries = parsed.flatMap((overlay) => overlay.entries)
  const customized = customizeModule(module, entries, owners)
  const blueprint = generateBlueprint(customized.module, 'db', source, customized.settings)
  return { ...customized, blueprint, findings: customized.diagnostics.map(printDiagnostic) }
}

describe('customizeModule', () => {
  test('writes what a reviewer reads from top to bottom', () => {
    const { blueprint, findings, applied } = customize(
      [
        `defaults:
  labels: [northbank]
  icon: { path: icons/db.svg }
  instructions: Ask the database team first.
  hide: [tags]
  constants: { region: eu-west-1 }
`,
        `defaults:
  display-names: { name: Identifier }
modules:
  'modules/*':
    display-name: Database
    inputs:
      size_gb: { maximum: 50, group: Storage, description: How much., validation-description: At most 50. }
      token: { group: Access }
  'modules/q*': { labels: [queue] }
`,
      ],
      ['@northbank/databases'],
    )
    expect(findings).toEqual([])
    expect(printBlueprint(blueprint)).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=.schema/blueprint.schema.json

      spec_version: 2
      description: Creates aws_db_instance.
      metadata:
        display-name: Database
        icon:
          path: icons/db.svg
        owners: ['@northbank/databases']
        blueprint-labels: [aws, database, northbank]
      instructions:
        text: Ask the database team first.
      inputs:
        name:
          display-name: Identifier
          type: string
        size_gb:
          type: number
          description: How much.
          unit: GB
          default: 20
          minimum: 10
          maximum: 50
          validation-description: At most 50.
        token:
          type: string
          optional: true
          sensitive: true
        session:
          type: string
          default: x
          ephemeral: true
      grains:
        db:
          kind: terraform
          spec:
            source:
              store: modules
              path: modules/db
              commit: 0123456789abcdef0123456789abcdef01234567
            inputs:
              - name: '{{ .inputs.name }}'
              - region: eu-west-1
              - size_gb: '{{ .inputs.size_gb }}'
              - token: '{{ .inputs.token }}'
              - session: '{{ .inputs.session }}'
            providers:
              aws:
                source: hashicorp/aws
                from-space: [region]
      customization:
        launch-form:
          sections:
            - name: Storage
              inputs:
                - name: size_gb
            - name: Access
              inputs:
                - name: token
      "
    `)
    expect(validateBlueprint('a.yaml', printBlueprint(blueprint)).diagnostics).toEqual([])
    expect(applied).toMatchInlineSnapshot(`
      [
        {
          "column": 1,
          "entry": "defaults",
          "file": "0.yaml",
          "inputs": [
            "tags",
            "region",
          ],
          "line": 1,
          "settings": [
            "labels",
            "icon",
            "instructions",
            "tags.hide",
            "region.hide",
            "region.constant",
          ],
        },
        {
          "column": 1,
          "entry": "defaults",
          "file": "1.yaml",
          "inputs": [
            "name",
          ],
          "line": 1,
          "settings": [
            "name.display-name",
          ],
        },
        {
          "column": 3,
          "entry": "modules/*",
          "file": "1.yaml",
          "inputs": [
            "size_gb",
            "token",
          ],
          "line": 4,
          "settings": [
            "display-name",
            "size_gb.maximum",
            "size_gb.group",
            "size_gb.description",
            "size_gb.validation-description",
            "token.group",
          ],
        },
      ]
    `)
  })

  test('later settings win key by key, and a repository can show inputs that the company hides', () => {
    const company = `defaults: { owners: ['@a'], labels: [x], hide: [tags, name], constants: { name: n, region: eu-west-1 } }`
    const own = `
defaults: { labels: [y], inputs: { tags: { hide: false }, name: { hide: false, unit: u } } }
modules:
  '**': { owners: ['@b'], constants: { region: us-east-1 } }
  'modules/db': { constants: { region: eu-north-1 } }
`
    const { blueprint } = customize([company, own], ['@c'])
    expect(blueprint.metadata).toMatchObject({
      owners: ['@b'],
      'blueprint-labels': ['aws', 'database', 'x', 'y'],
    })
    expect(Object.keys(blueprint.inputs ?? {})).toEqual(['name', 'size_gb', 'tags', 'token', 'session'])
    expect(JSON.stringify(blueprint.grains)).toContain('{"region":"eu-north-1"}')
  })

  test('without an overlay the blueprint is as it always was, but for owners', () => {
    expect(customize([]).blueprint).toEqual(generateBlueprint(module, 'db', source))
    expect(customize([], ['@a']).blueprint.metadata?.owners).toEqual(['@a'])
  })

  test.each<[string, string, string[]]>([
    ['a default of another type', 'inputs: { size_gb: { default: "20" } }', ['1:34 error overlay-default']],
    [
      'a default that the module refuses',
      'inputs: { size_gb: { default: 5 } }',
      ['1:34 error overlay-default'],
    ],
    [
      'a default that the overlay itself refuses',
      'inputs: { size_gb: { default: 60, maximum: 50 } }',
      ['1:34 error overlay-default'],
    ],
    ['a constant that the module refuses', 'constants: { region: moon }', ['1:26 error overlay-constant']],
    ['a secret', 'inputs: { token: { default: abc } }', ['1:32 error overlay-default']],
    [
      'a secret that the overlay makes',
      'inputs: { name: { default: abc, sensitive: true } }',
      ['1:31 error overlay-default'],
    ],
    [
      'values that the module refuses',
      'inputs: { region: { allowed-values: [moon] } }',
      ['1:33 error overlay-widens', '1:33 warning overlay-default'],
    ],
    ['a rule that says nothing', 'inputs: { region: { minimum: 1 } }', ['1:33 error overlay-rule']],
    ['a rule that is looser', 'inputs: { size_gb: { maximum: 500 } }', ['1:34 warning overlay-no-effect']],
    ['a hidden input without a value', 'hide: [name]', ['1:20 error overlay-hidden']],
    [
      'a field that must be filled in now',
      'inputs: { size_gb: { minimum: 30 } }',
      ['1:34 warning overlay-default'],
    ],
    [
      'an expression about what is hidden',
      `constants: { name: '{{ .inputs.region }}', region: eu-west-1 }`,
      ['1:26 error undefined-input'],
    ],
    ['an expression about what is on the form', `constants: { name: 'db-{{ .inputs.region }}' }`, []],
    ['a hidden input with a default', 'hide: [name], inputs: { name: { default: main } }', []],
  ])('tells of %s', (_, settings, expected) => {
    const { diagnostics } = customize([`defaults: { ${settings} }`])
    expect(
      diagnostics.map(({ line, column, severity, rule }) => `${line}:${column} ${severity} ${rule}`),
    ).toEqual(expected)
  })

  test('a field whose module default is not allowed any more must be filled in', () => {
    const { blueprint } = customize(['defaults: { inputs: { size_gb: { minimum: 30 } } }'])
    expect(blueprint.inputs?.['size_gb']).toMatchObject({ minimum: 30, maximum: 100 })
    expect(blueprint.inputs?.['size_gb']).not.toHaveProperty('default')
  })

  test('an overlay never lets a value through that the module refuses', () => {
    const bound = fc.integer({ min: -200, max: 200 })
    fc.assert(
      fc.property(bound, bound, (minimum, maximum) => {
        const text = `defaults: { inputs: { size_gb: { minimum: ${minimum}, maximum: ${maximum} } } }`
        const input = customize([text]).blueprint.inputs?.['size_gb']
        expect(input?.minimum).toBe(Math.max(minimum, 10))
        expect(input?.maximum).toBe(Math.min(maximum, 100))
      }),
      { numRuns: 30 },
    )
  })
})
