import { describe, expect, it } from 'vitest'
import type { CatalogEntry } from '../catalog.ts'
import { planEntry, type ReadBlueprintFile } from './plan-entry.ts'

const comparisons = { findCodeChanges: async () => undefined }
const at = { commit: 'c9', date: new Date('2026-01-01T00:00:00Z') }
const valid = (description: string) => `spec_version: 2\ndescription: ${description}\ngrains: {}\n`

function file(text = valid('It.'), blobId = text): ReadBlueprintFile {
  return { name: 'network', path: 'blueprints/network.yaml', blobId, text }
}

function entry(facts: Partial<CatalogEntry> = {}, version = '1.2.3', text = valid('It.')): CatalogEntry {
  const content = { commit: 'c1', blobId: text, text, publishedAt: new Date(0) }
  const latest = { blueprint: 'network', version, ordinal: 3, ...content }
  return {
    ...{ name: 'network', displayName: 'network', description: 'It.', retired: false, latest },
    ...{ labels: [], providers: [], repositories: [], owners: [], ...facts },
  }
}

describe('planEntry', () => {
  it('publishes a file that is new as version 1.0.0, with what it says of itself', async () => {
    const grain = (store: string) =>
      `{ kind: terraform, spec: { source: { store: ${store}, path: ., commit: abc } } }`
    const text =
      'spec_version: 2\ndescription: A network.\nmetadata:\n  display-name: Network\n  owners: ["@core", "@net", "@core"]\n' +
      '  blueprint-labels: [aws, {key: team, value: core}, {key: lonely}, aws, {key: provider, value: custom}]\n' +
      `grains:\n  a: ${grain('platform')}\n  b: ${grain('apps')}\n  c: ${grain('platform')}\n`
    expect(await planEntry(file(text), undefined, at, comparisons)).toEqual({
      kind: 'published',
      entry: {
        name: 'network',
        displayName: 'Network',
        description: 'A network.',
        labels: ['aws', 'team: core', 'lonely', 'provider: custom'],
        providers: ['aws', 'custom'],
        repositories: ['platform', 'apps'],
        owners: ['@core', '@net'],
        details: {
          inputs: [],
          outputs: [],
          providerSettings: [],
          sources: ['platform', 'apps', 'platform'].map((store, index) => ({
            ...{ grain: 'abc'[index], store, path: '.', commit: 'abc' },
          })),
        },
        retired: false,
        latest: {
          ...{ blueprint: 'network', version: '1.0.0', ordinal: 1 },
          ...{ commit: 'c9', blobId: text, text, publishedAt: at.date },
        },
      },
    })
  })

  it.each([
    ['only words', valid('New.'), '1.2.4'],
    ['only a comment', `# Looked at.\n${valid('It.')}`, '1.2.4'],
    ['an input that may stay empty', `${valid('It.')}inputs: {a: {optional: true}}\n`, '1.3.0'],
    ['an input that is required', `${valid('It.')}inputs: {a: {}}\n`, '2.0.0'],
  ])('publishes content that differs by %s as the next version', async (_, text, version) => {
    expect(await planEntry(file(text), entry(), at, comparisons)).toMatchObject({
      entry: { latest: { version, ordinal: 4, commit: 'c9', text } },
    })
  })

  it('takes it for breaking if the version before cannot be read any more', async () => {
    const before = entry({}, '1.2.3', 'spec_version: 1\n')
    expect(await planEntry(file(), before, at, comparisons)).toMatchObject({
      entry: { latest: { version: '2.0.0' } },
    })
  })

  it.each([
    ['the same version if it is the same', valid('It.'), '1.2.3'],
    ['the next one if not', valid('New.'), '1.2.4'],
  ])('brings back what was retired: as %s', async (_, text, version) => {
    expect(await planEntry(file(text), entry({ retired: true }), at, comparisons)).toMatchObject({
      entry: { retired: false, latest: { version } },
    })
  })

  it.each([
    ['is no YAML', 'a: [\n'],
    ['has another shape', 'spec_version: 2\n'],
    [
      'has parts that do not fit together',
      "spec_version: 2\noutputs: {x: {value: '{{ .inputs.none }}'}}\ngrains: {}\n",
    ],
    ['is empty', ''],
  ])('tells what is wrong with a file that %s', async (_, text) => {
    const planned = await planEntry(file(text), entry(), at, comparisons)
    expect(planned).toMatchObject({
      kind: 'problem',
      problem: { path: 'blueprints/network.yaml', blobId: text },
    })
    const diagnostics = planned.kind === 'problem' ? planned.problem.diagnostics : []
    expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
  })

  it('does not mind warnings', async () => {
    const text = 'spec_version: 2\ninputs: {unused: {}}\ngrains: {}\n'
    expect(await planEntry(file(text), undefined, at, comparisons)).toMatchObject({ kind: 'published' })
  })
})
