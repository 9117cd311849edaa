import { printDiagnostic } from '@groundplan/errors'
import { printTfvars } from '@groundplan/blueprint'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readValueFile } from './read-value-file.ts'

const read = (path: string, text: string) => readValueFile({ path, bytes: new TextEncoder().encode(text) })

async function problems(path: string, text: string) {
  return (await read(path, text)).diagnostics.map(printDiagnostic)
}

describe('a file of values', () => {
  it('gives literal values with their positions', async () => {
    const text = `# comment
region = "eu"
size   = -1.5
zones  = ["a", "b"]
tags = {
  team : "x", "cost center" = 1
}
text = <<-EOT
  two
  lines
EOT
on = true
none = null
`
    const { values, diagnostics } = await read('a.tfvars', text)
    expect(diagnostics).toEqual([])
    expect(Object.fromEntries(values.map(({ name, value }) => [name, value]))).toEqual({
      ...{ region: 'eu', size: -1.5, zones: ['a', 'b'], tags: { team: 'x', 'cost center': 1 } },
      ...{ text: 'two\nlines\n', on: true, none: null },
    })
    expect(values[2]?.position).toEqual({ file: 'a.tfvars', line: 4, column: 1 })
  })

  it('may be JSON, with comments as Terraform has them', async () => {
    const { values } = await read('a.tfvars.json', '{\n  "//": "x",\n  "size": 2,\n  "text": "${var.x}"\n}')
    expect(values).toEqual([
      { name: 'size', value: 2, position: { file: 'a.tfvars.json', line: 3, column: 3 } },
      { name: 'text', value: '${var.x}', position: { file: 'a.tfvars.json', line: 4, column: 3 } },
    ])
  })

  it('has findings for whatever is not literal, without showing it', async () => {
    const text = 'a = var.b\nb = "x"\nc = upper("secret")\nd = ["${local.e}"]\nterraform {\n}\n'
    expect(await problems('x.tfvars', text)).toEqual([
      'x.tfvars:5:1: error: "terraform" is a block; a file of values has none.',
      ...[
        ['1:1', 'a'],
        ['3:1', 'c'],
        ['4:1', 'd'],
      ].map(
        ([place, name]) =>
          `x.tfvars:${place}: error: The value of "${name}" is not literal: it would have to be computed.`,
      ),
    ])
  })

  it('has findings where it cannot be read', async () => {
    expect(await problems('x.tfvars', 'a = 1\na = 2\n')).toEqual([expect.stringContaining('x.tfvars:2:1')])
    expect(await problems('x.tfvars', 'a = [1,\n')).toEqual([
      expect.stringMatching(/^x\.tfvars:\d+:\d+: error/),
    ])
    expect(await problems('x.json', '{ "a": 1, }')).toEqual([expect.stringContaining('x.json:1:')])
    expect(await problems('x.json', '[1]')).toEqual([expect.stringContaining('not an object')])
    const { diagnostics } = await readValueFile({ path: 'x.tfvars', bytes: new Uint8Array([0xff, 0xfe]) })
    expect(diagnostics).toMatchObject([{ rule: 'encoding' }])
  })

  it('gives back what was printed', async () => {
    const name = fc
      .stringMatching(/^[a-z_][a-z0-9_-]{0,8}$/)
      .filter((text) => !/^(for|if|true|false|null)$/.test(text))
    const value = fc.jsonValue({ maxDepth: 3 }).filter((json) => !JSON.stringify(json).includes('__proto__'))
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, value), async (printed) => {
        const { values, diagnostics } = await read('x.tfvars', printTfvars(printed))
        expect(diagnostics).toEqual([])
        const found = Object.fromEntries(values.map((each) => [each.name, each.value]))
        expect(JSON.parse(JSON.stringify(found))).toEqual(JSON.parse(JSON.stringify(printed)))
      }),
    )
  })
})
