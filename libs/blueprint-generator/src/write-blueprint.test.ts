import { printDiagnostic } from '@groundplan/errors'
import { describe, expect, test } from 'vitest'
import { readRichModule } from './__fixtures__/rich-module.ts'
import { readGeneratorSettings } from './generator-settings.ts'
import { renderProposalTitle } from './render-proposal.ts'
import { writeBlueprint } from './write-blueprint.ts'

const module = await readRichModule()
const source = {
  store: 'modules',
  path: 'modules/broker',
  commit: '0123456789abcdef0123456789abcdef01234567',
  address: 'https://github.com/northbank/modules',
}
const files = ['modules/broker/main.tf']

/** Writes the blueprint with the settings of a company and of a repository. */
function write(company: Record<string, string>, repository: Record<string, string>) {
  const settings = [
    readGeneratorSettings(new Map(Object.entries(company)), 'company:'),
    readGeneratorSettings(new Map(Object.entries(repository))),
  ]
  const { written, ...told } = writeBlueprint(module, 'broker', source, { settings, files })
  return { written, ...told, settings, findings: told.diagnostics.map(printDiagnostic) }
}

describe('writeBlueprint', () => {
  test("a repository's template wins over the company's, each by itself", () => {
    const company = {
      '.groundplan/templates/readme.hbs': 'ours',
      '.groundplan/templates/proposal-title.hbs': '[BP] {{name}}',
    }
    const { written } = write(company, { '.groundplan/templates/readme.hbs': '{{title}}' })
    expect(written?.readme()).toBe('Message broker\n')
    expect(written?.title('update')).toBe('[BP] broker')
    expect(written?.body({ kind: 'new' })).toContain('Adds the blueprint `broker`')
  })

  test('names the owners without mentions that would notify them', () => {
    const { written } = write({}, { 'docs/CODEOWNERS': '*.tf @a/b c@d.example' })
    expect(written?.blueprint().metadata?.owners).toEqual(['@a/b', 'c@d.example'])
    expect(written?.body({ kind: 'new' })).toContain('| Owners | `@a/b`, `c@d.example` |')
  })

  test('what must be decided is told in a body of one’s own, too', () => {
    const { written } = write({}, { '.groundplan/templates/proposal-body.hbs': 'Please look.' })
    expect(written?.body({ kind: 'new' })).toBe('Please look.\n')
    expect(written?.body({ kind: 'update', conflicts: ['the default of `a`'] })).toMatch(
      /^Please look\.\n\n## To decide\n[^]*- the default of `a`\n$/,
    )
  })

  test('a README that cannot be rendered stops the blueprint; a title gives way to ours', () => {
    const long = '{{#each inputs}}{{description}}{{/each}}'.repeat(200)
    const title = write({}, { '.groundplan/templates/proposal-title.hbs': long })
    expect(title.written?.title('new')).toBe(renderProposalTitle({ name: 'broker', kind: 'new' }))
    expect(title.findings).toEqual([
      expect.stringMatching(/^\.groundplan\/templates\/proposal-title\.hbs:1:1: error: /),
    ])
    const readme = write(
      {},
      { '.groundplan/templates/readme.hbs': '{{#if deprecated}}x{{/if}}{{#each diagnostics}}{{/each}}' },
    )
    expect(readme.settings[1]?.broken).toEqual(['.groundplan/templates/readme.hbs'])
    expect(write({}, { '.groundplan/templates/readme.hbs': ' ' }).written).toBeUndefined()
  })

  test('an overlay that does not fit the module stops its blueprint', () => {
    const { written, findings } = write({}, { '.groundplan/blueprint.yaml': 'defaults: { hide: [name] }' })
    expect(written).toBeUndefined()
    expect(findings).toHaveLength(1)
  })

  test('reports unusable files with their location', () => {
    const settings = readGeneratorSettings(
      new Map([
        ['.groundplan/blueprint.yaml', 'defaults: ['],
        ['.groundplan/templates/proposal-body.hbs', '{{x}}'],
        ['CODEOWNERS', undefined],
      ]),
      'company:',
    )
    expect(settings.broken).toEqual(['company:.groundplan/blueprint.yaml'])
    expect(settings.diagnostics.map(({ file, rule }) => `${file} ${rule}`)).toEqual([
      'company:CODEOWNERS size',
      'company:.groundplan/blueprint.yaml yaml',
      'company:.groundplan/templates/proposal-body.hbs template',
    ])
  })
})
