import { printBlueprint, validateBlueprint, type TerraformGrain } from '@groundplan/blueprint'
import { printDiagnostic } from '@groundplan/errors'
import { readModule } from '@groundplan/terraform-module'
import { expect, test } from 'vitest'
import { generateBlueprint } from '../generate-blueprint.ts'
import { customizeModule } from './customize-module.ts'
import { parseOverlay } from './parse-overlay.ts'

const source = { store: 'modules', path: 'modules/db', commit: '0123456789abcdef0123456789abcdef01234567' }

const main = `
variable "region" {
  type    = string
  default = "us-east-1"
}
variable "tags" {
  type    = map(string)
  default = {}
}
resource "aws_db_instance" "this" {}
`
const module = await readModule({
  path: 'modules/db',
  files: [{ path: 'modules/db/main.tf', bytes: new TextEncoder().encode(main) }],
})

/** Applies overlays, the weakest first. */
function customize(texts: readonly string[]) {
  const parsed = texts.map((text, index) => parseOverlay(`${index}.yaml`, text))
  const entries = parsed.flatMap((overlay) => overlay.entries)
  const customized = customizeModule(module, entries, [])
  const blueprint = generateBlueprint(customized.module, 'db', source, customized.settings)
  const diagnostics = [...parsed.flatMap((overlay) => overlay.diagnostics), ...customized.diagnostics]
  return { ...customized, blueprint, findings: diagnostics.map(printDiagnostic) }
}

const providersOf = ({ blueprint }: ReturnType<typeof customize>) =>
  (blueprint.grains['db'] as TerraformGrain).spec.providers

test('provider settings are those of the grain, key by key, for configurations that the module has', () => {
  const all = customize([
    'defaults:\n  providers:\n    aws: { settings: { region: eu-west-1, default_tags: { tags: { a: b } } } }\n    google: { settings: { project: p } }\n',
    'modules:\n  "modules/*":\n    providers:\n      aws: { settings: { region: "{{ .inputs.region }}" } }\n',
  ])
  expect(all.findings).toEqual([])
  expect(providersOf(all)).toEqual({
    aws: {
      source: 'hashicorp/aws',
      settings: { region: '{{ .inputs.region }}', default_tags: { tags: { a: 'b' } } },
    },
  })
  const errors = validateBlueprint('db.yaml', printBlueprint(all.blueprint)).diagnostics
  expect(errors.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(all.applied.map(({ settings }) => settings)).toEqual([['providers', 'providers'], ['providers']])
})

test('provider settings may be asked of the space', () => {
  const { blueprint } = customize(['defaults:\n  providers:\n    aws: { from-space: [profile] }\n'])
  expect(blueprint.grains['db']).toMatchObject({
    spec: { providers: { aws: { 'from-space': ['region', 'profile'] } } },
  })
})

test.each([
  ['aws: { settings: { region: "{{ .inputs.zone }}" } }', 'zone'],
  ['aws: { settings: { region: "{{ .inputs.tags }}" } }\n  hide: [tags]', 'tags'],
  ['aws: { settings: { secret_key: abc } }', '"secret_key" of provider configuration "aws" is a secret'],
  ['aws: { settings: { alias: abc } }', '"alias" is not a setting'],
  ['a.b.c: {}', 'is not the name of a provider configuration'],
])('%j is an error with its place', (text, message) => {
  const { findings } = customize([`defaults:\n  providers:\n    ${text}\n`])
  expect(findings).toEqual([expect.stringMatching(/^0\.yaml:3:/)])
  expect(findings[0]).toContain(message)
})
