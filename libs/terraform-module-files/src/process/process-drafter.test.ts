import { InProcessDrafter, type DraftSubject } from '@groundplan/importer'
import { InProcessModuleReader } from '@groundplan/terraform-module'
import { beforeAll, describe, expect, it } from 'vitest'
import { ForeignProcesses } from './foreign-processes.ts'
import { ProcessDrafter } from './process-drafter.ts'

const signal = new AbortController().signal
const overlay = [
  'version: 1',
  'modules:',
  '  "modules/*":',
  '    labels: [network]',
  '    inputs: { size: { minimum: 9007199254740993 } }',
  '  "nowhere/*": { labels: [x] }',
].join('\n')
const sources = {
  prefix: '',
  files: new Map([
    ['.groundplan/blueprint.yaml', overlay],
    [
      '.groundplan/templates/readme.hbs',
      '# {{title}}\n{{#each inputs}}{{code name}} {{code default}}\n{{/each}}',
    ],
    ['CODEOWNERS', '* @ada @acme/platform'],
  ]),
}

describe('ProcessDrafter', () => {
  const drafter = new ProcessDrafter(new ForeignProcesses({ processes: 1 }))
  const here = new InProcessDrafter()
  let subject: DraftSubject

  beforeAll(async () => {
    const text =
      'variable "size" {\n  type    = number\n  default = 9007199254740995\n}\nresource "null_resource" "x" {}\n'
    const files = [{ path: 'modules/a/main.tf', bytes: new TextEncoder().encode(text) }]
    const [module] = await new InProcessModuleReader().read([{ path: 'modules/a', files }], signal)
    if (module === undefined) throw new Error('no module')
    const source = { store: 'estate', path: 'modules/a', commit: 'c'.repeat(40), address: '/estate' }
    subject = { module, name: 'a', source, files: ['modules/a/main.tf'], settings: [sources] }
  })

  it('writes what is written in this process', async () => {
    const drafted = await drafter.draft(subject, signal)
    expect(drafted).toEqual(await here.draft(subject))
    expect(drafted.texts?.blueprint).toContain('default: 9007199254740995')
    expect(drafted.texts?.readme).toContain('`size`')
    expect(drafted.reviewers).toEqual(['ada', 'acme/platform'])
  })

  it('finds the same where only the outcome is wanted', async () => {
    const { diagnostics, applied } = await drafter.draft(subject, signal)
    expect(await drafter.check(subject, signal)).toEqual({ isWritten: true, diagnostics, applied })
    const files = new Map([['.groundplan/blueprint.yaml', 'modules: { "modules/*": { hide: [size] } }']])
    const variables = subject.module.variables.map((variable) => ({ ...variable, default: undefined }))
    const unfit = { ...subject, module: { ...subject.module, variables }, settings: [{ prefix: '', files }] }
    const { texts, ...found } = await drafter.draft(unfit, signal)
    expect(texts).toBeUndefined()
    expect(await drafter.check(unfit, signal)).toEqual({
      isWritten: false,
      diagnostics: found.diagnostics,
      applied: found.applied,
    })
  })

  it('tells of settings what is told in this process', async () => {
    const modules = [{ path: 'modules/a', variables: ['size'] }]
    const summary = await drafter.summarize(sources, modules, signal)
    expect(summary).toEqual(await here.summarize(sources, modules))
    expect(summary.diagnostics).not.toEqual([])
  })

  it('describes and merges what people have edited', async () => {
    const { texts } = await drafter.draft(subject, signal)
    const generated = new Map([
      ['blueprints/a.yaml', texts?.blueprint ?? ''],
      ['blueprints/a.md', texts?.readme ?? ''],
    ])
    const edited = new Map([...generated].map(([path, text]) => [path, text.replace('size', 'size # big')]))
    const review = { kind: 'update', published: generated, proposed: edited, conflicts: ['x'] } as const
    expect(await drafter.writeBody(subject, review, signal)).toBe(await here.writeBody(subject, review))
    const versions = { base: generated, edited, generated }
    expect(await drafter.merge(subject, versions, signal)).toEqual(await here.merge(subject, versions))
  })
})
