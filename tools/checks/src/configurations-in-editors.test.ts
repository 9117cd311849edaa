import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configurationJsonSchema } from '@groundplan/configuration'
import { YamlEditor } from '@groundplan/testing/yaml-editor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const text = `# yaml-language-server: $schema=configuration.schema.json
version: 1
hosts:
  github:
    kind: github
    token: ghp
    
  
repositories:
  - host: github
    owner: acme
    exlude: [a]
    
pull-requests:
  draft: sometimes
  
`

describe('a configuration in an editor with the YAML language server', () => {
  let folder: string
  let editor: YamlEditor

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'groundplan-editor-'))
    await writeFile(join(folder, 'configuration.schema.json'), JSON.stringify(configurationJsonSchema()))
    editor = new YamlEditor(folder, text)
  })

  afterAll(async () => {
    editor.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('has what is wrong underlined on its line', async () => {
    const lines = (await editor.problems).map((problem) => problem.split(':')[0])
    expect([...new Set(lines)].sort()).toEqual(['12', '15', '6'])
    expect((await editor.problems).join('\n')).toContain('Property exlude is not allowed.')
  })

  test('offers the keys of a place, with what they are for', async () => {
    await editor.problems
    const keys = (await editor.complete(13, 4)).map(({ label }) => label)
    expect(keys).toEqual(expect.arrayContaining(['include', 'exclude', 'topics', 'updated-since', 'tags']))
    expect(keys).not.toContain('hosts')
    const host = (await editor.complete(7, 4)).map(({ label }) => label)
    expect(host).toEqual(expect.arrayContaining(['url', 'api-url', 'webhook-secret']))
  })

  test('offers whole hosts', async () => {
    await editor.problems
    const host = (await editor.complete(8, 2)).find(({ label }) => label === 'bitbucket-cloud')
    expect(host?.insertText).toContain('env: ${3:GROUNDPLAN_SECRET_BITBUCKET}')
  })

  test.each([
    ['version: 1', 'Version of the file format.'],
    ['owner', 'Organization or user (GitHub)'],
    ['draft', 'until their checks pass'],
  ])('explains %s', async (word, explanation) => {
    await editor.problems
    expect(await editor.hover(word)).toContain(explanation)
  })
})
