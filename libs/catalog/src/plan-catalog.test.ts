import { describe, expect, it } from 'vitest'
import type { CatalogEntry } from './catalog.ts'
import { planCatalog, type BlueprintFile } from './plan-catalog.ts'

const at = { commit: 'c9', since: 'c8', date: new Date('2026-01-01T00:00:00Z') }
const valid = (description: string) => `spec_version: 2\ndescription: ${description}\ngrains: {}\n`

function file(name: string, text = valid('It.'), blobId = text): BlueprintFile {
  return { name, path: `blueprints/${name}.yaml`, blobId, text }
}

function entry(
  name: string,
  facts: Partial<CatalogEntry> = {},
  version = '1.2.3',
  text = valid('It.'),
): CatalogEntry {
  const content = { commit: 'c1', blobId: text, text, publishedAt: new Date(0) }
  const latest = { blueprint: name, version, ordinal: 3, ...content }
  return { name, displayName: name, description: 'It.', labels: [], retired: false, latest, ...facts }
}

describe('planCatalog', () => {
  it('publishes a file that is new as version 1.0.0, with what it says of itself', () => {
    const text =
      'spec_version: 2\ndescription: A network.\nmetadata:\n  display-name: Network\n' +
      '  blueprint-labels: [aws, {key: team, value: core}, {key: lonely}]\ngrains: {}\n'
    expect(planCatalog([file('network', text)], [], at)).toEqual({
      commit: 'c9',
      since: 'c8',
      published: [
        {
          name: 'network',
          displayName: 'Network',
          description: 'A network.',
          labels: ['aws', 'team: core', 'lonely'],
          retired: false,
          latest: {
            blueprint: 'network',
            version: '1.0.0',
            ordinal: 1,
            commit: 'c9',
            blobId: text,
            text,
            publishedAt: at.date,
          },
        },
      ],
      retired: [],
      problems: [],
    })
  })

  it('leaves alone what has not changed', () => {
    expect(planCatalog([file('network')], [entry('network')], at)).toMatchObject({
      published: [],
      retired: [],
    })
  })

  it.each([
    ['only words', valid('New.'), '1.2.4'],
    ['only a comment', `# Looked at.\n${valid('It.')}`, '1.2.4'],
    ['an input that may stay empty', `${valid('It.')}inputs: {a: {optional: true}}\n`, '1.3.0'],
    ['an input that is required', `${valid('It.')}inputs: {a: {}}\n`, '2.0.0'],
  ])('publishes content that differs by %s as the next version', (_, text, version) => {
    const { published } = planCatalog([file('network', text)], [entry('network')], at)
    expect(published).toMatchObject([{ latest: { version, ordinal: 4, commit: 'c9', text } }])
  })

  it('takes it for breaking if the version before cannot be read any more', () => {
    const before = entry('network', {}, '1.2.3', 'spec_version: 1\n')
    expect(planCatalog([file('network')], [before], at).published).toMatchObject([
      { latest: { version: '2.0.0' } },
    ])
  })

  it('retires what is gone, once', () => {
    expect(planCatalog([], [entry('network'), entry('queue', { retired: true })], at).retired).toEqual([
      'network',
    ])
  })

  it('brings back what was retired: as the same version if it is the same, as the next one if not', () => {
    const retired = [entry('same', { retired: true }), entry('other', { retired: true })]
    const { published } = planCatalog([file('same'), file('other', valid('New.'))], retired, at)
    expect(published.map(({ name, retired: gone, latest }) => [name, gone, latest.version])).toEqual([
      ['same', false, '1.2.3'],
      ['other', false, '1.2.4'],
    ])
  })

  it.each([
    ['is no YAML', 'a: [\n'],
    ['has another shape', 'spec_version: 2\n'],
    [
      'has parts that do not fit together',
      "spec_version: 2\noutputs: {x: {value: '{{ .inputs.none }}'}}\ngrains: {}\n",
    ],
    ['is empty', ''],
  ])('keeps the last valid version of a file that %s, and tells what is wrong', (_, text) => {
    const update = planCatalog([file('network', text), file('queue')], [entry('network')], at)
    expect(update.published.map(({ name }) => name)).toEqual(['queue'])
    expect(update.retired).toEqual([])
    expect(update.problems).toMatchObject([{ path: 'blueprints/network.yaml' }])
    expect(update.problems[0]?.diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
  })

  it('does not mind warnings', () => {
    const text = 'spec_version: 2\ninputs: {unused: {}}\ngrains: {}\n'
    expect(planCatalog([file('network', text)], [], at)).toMatchObject({ published: [{}], problems: [] })
  })
})
