import { printBlueprint, validateBlueprint, type TerraformGrain } from '@groundplan/blueprint'
import { readModule } from '@groundplan/terraform-module'
import { expect, test } from 'vitest'
import { generateBlueprint } from './generate-blueprint.ts'

const source = { store: 'modules', path: '.', commit: '0123456789abcdef0123456789abcdef01234567' }

async function generate(text: string) {
  const files = [{ path: 'main.tf', bytes: new TextEncoder().encode(text) }]
  return generateBlueprint(await readModule({ path: '.', files }), 'a', source)
}

test('has no input for a variable that accepts only null', async () => {
  const blueprint = await generate(
    'variable "old" {\n  default = null\n  validation {\n    condition = var.old == null\n    error_message = "Use new."\n  }\n}\nvariable "new" {}\n',
  )
  expect(Object.keys(blueprint.inputs ?? {})).toEqual(['new'])
  expect((blueprint.grains['a'] as TerraformGrain).spec.inputs).toEqual([{ new: '{{ .inputs.new }}' }])
})

test('leaves defaults with secrets and very long ones in the module, and is valid', async () => {
  const key = '-----BEGIN PRIVATE KEY-----\n    MIIEvQIBADANBgkq\n    -----END PRIVATE KEY-----'
  const long = JSON.stringify(Array.from({ length: 60_000 }, (_, index) => `item-${index}`))
  const blueprint = await generate(
    `variable "key" {\n  default = <<-EOT\n    ${key}\n  EOT\n}\nvariable "nested" {\n  type = any\n  default = { a = ["ghp_${'aB3dE5gH7'.repeat(4)}"] }\n}\nvariable "long" {\n  type = list(string)\n  default = ${long}\n}\n`,
  )
  expect(blueprint.inputs).toMatchObject({
    key: { type: 'string', optional: true, sensitive: true },
    nested: { type: 'any', optional: true, sensitive: true },
    long: { type: 'list(string)', optional: true },
  })
  const errors = validateBlueprint('a.yaml', printBlueprint(blueprint)).diagnostics
  expect(errors.filter(({ severity }) => severity === 'error')).toEqual([])
})

test('leaves the longest of very many long defaults in the module, and is valid', async () => {
  const variables = Array.from({ length: 30 }, (_, index) => {
    const items = JSON.stringify(Array.from({ length: 4000 + index }, (_, item) => `item-${item}`))
    return `variable "v${index}" {\n  type = list(string)\n  default = ${items}\n}\n`
  })
  const blueprint = await generate([...variables, 'variable "short" {\n  default = "x"\n}\n'].join(''))
  const { short, v0, v29 } = blueprint.inputs ?? {}
  expect(short).toMatchObject({ default: 'x' })
  expect(v0?.default).toHaveLength(4000)
  expect(v29).toMatchObject({ optional: true })
  const findings = validateBlueprint('a.yaml', printBlueprint(blueprint)).diagnostics
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
})
