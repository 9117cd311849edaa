import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blueprintJsonSchema } from '@groundplan/blueprint'
import { YamlEditor } from '@groundplan/testing/yaml-editor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const text = `# yaml-language-server: $schema=blueprint.schema.json
spec_version: 2
inputs:
  size:
    typ: number
    format: ip-rang
    
  
outputs:
  url:
    value: x
    kind: lnk
grains:
  db:
    kind: terraform
    spec:
      source:
        store: s
        path: .
      
`

describe('a blueprint in an editor with the YAML language server', () => {
  let folder: string
  let editor: YamlEditor

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'groundplan-editor-'))
    await writeFile(join(folder, 'blueprint.schema.json'), JSON.stringify(blueprintJsonSchema()))
    editor = new YamlEditor(folder, text)
  })

  afterAll(async () => {
    editor.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('has what is wrong underlined on its line', async () => {
    expect([...(await editor.problems)].sort()).toEqual([
      '12: Value is not accepted. Valid values: "regular", "link".',
      '5: Property typ is not allowed.',
      '6: Value is not accepted. Valid values: "ip-range", "ipv4-range".',
    ])
  })

  test('offers the keys of a place, with what they are for', async () => {
    await editor.problems
    const offered = await editor.complete(7, 4)
    const keys = offered.map(({ label }) => label)
    expect(keys).toEqual(
      expect.arrayContaining(['type', 'description', 'default', 'allowed-values', 'sensitive']),
    )
    expect(keys).not.toContain('grains')
    const { documentation } = offered.find(({ label }) => label === 'unit')!
    expect(documentation).toEqual({
      kind: 'markdown',
      value: expect.stringContaining('e.g. `GiB` or `seconds`'),
    })
    expect((await editor.complete(20, 6)).map(({ label }) => label)).toEqual(
      expect.arrayContaining(['version', 'inputs', 'outputs', 'env-vars']),
    )
  })

  test('offers whole inputs', async () => {
    await editor.problems
    const input = (await editor.complete(8, 2)).find(({ label }) => label === 'input')
    expect(input?.insertText).toContain('type: ${2:string}')
  })

  test.each([
    ['spec_version', 'Version of the file format.'],
    ['size', 'One field of the launch form.'],
    ['format', '`ip-range`: an address range in CIDR notation'],
    ['store', 'Name of a connected repository.'],
    ['kind: terraform', '* `opentofu`'],
  ])('explains %s', async (word, explanation) => {
    await editor.problems
    expect(await editor.hover(word)).toContain(explanation)
  })
})
