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
