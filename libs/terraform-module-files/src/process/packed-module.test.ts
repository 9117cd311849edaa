import { readModule, type TerraformModule } from '@groundplan/terraform-module'
import { stringifyJson, type Json } from '@groundplan/terraform-type'
import { describe, expect, it } from 'vitest'
import { openModule, packModule } from './packed-module.ts'

const text = `
variable "sizes" {
  type        = map(number)
  default     = { "__proto__" = 12345678901234567890, big = 1e400 }
  description = "Größe"
}

locals { all = var.sizes }

resource "aws_instance" "this" { sizes = local.all }

output "sizes" { value = var.missing }
`

function read(content: string): Promise<TerraformModule> {
  const bytes = new TextEncoder().encode(content)
  return readModule({ path: 'modules/a', files: [{ path: 'modules/a/main.tf', bytes }] })
}

describe('a packed module', () => {
  it('is the same module again, also sent to another process', async () => {
    const module = await read(text)
    const opened = openModule(structuredClone(packModule(module)))
    expect(opened).toEqual(module)
    expect(Object.keys(opened).toSorted()).toEqual(Object.keys(module).toSorted())
    const [variable] = opened.variables
    expect(stringifyJson(variable?.default?.value as Json)).toContain('12345678901234567890')
  })

  it('is whole in copies', async () => {
    const module = await read(text)
    const opened = openModule(packModule(module))
    const copy = { ...opened, path: 'modules/b' }
    expect(Object.getOwnPropertyDescriptor(copy, 'variables')).toHaveProperty('value')
    expect(copy).toEqual({ ...module, path: 'modules/b' })
    expect(structuredClone(opened)).toEqual(structuredClone(module))
  })

  it('gives the same parts while they are looked at', async () => {
    const opened = openModule(packModule(await read(text)))
    expect(opened.faults).not.toEqual([])
    expect(opened.variables[0]).toBe(opened.variables[0])
  })

  it('takes little of what it took', async () => {
    const variables = Array.from({ length: 50 }, (_, index) => `variable "v${index}" { type = map(string) }`)
    const { packed } = packModule(await read(variables.join('\n')))
    expect(packed.length).toBeLessThan(
      JSON.stringify((await read(variables.join('\n'))).variables).length / 5,
    )
  })
})
