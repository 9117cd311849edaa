import { diffBlueprints, type Blueprint } from '@groundplan/blueprint'
import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeCommit, longestSubject, printCommitText, type CommitPart } from './describe-commit.ts'

const commit = '0123456789abcdef0123456789abcdef01234567'

function blueprint(inputs: Blueprint['inputs'], pinned = commit): Blueprint {
  const source = { store: 'network', path: 'modules/vpc', commit: pinned }
  return { spec_version: 2, inputs, grains: { vpc: { kind: 'terraform', spec: { source } } } }
}

function part(name: string, changes: Partial<CommitPart> = {}): CommitPart {
  return {
    ...{ blueprint: name, kind: 'new', title: `Add blueprint ${name}`, changes: [], isRenewed: false },
    source: { store: 'network', path: `modules/${name}`, commit, address: 'https://host/acme/network.git' },
    ...changes,
  }
}

const print = (parts: readonly CommitPart[], removed: readonly string[] = [], keepsEdits = false) =>
  printCommitText(describeCommit({ parts, removed, keepsEdits }))

describe('the message of a commit with blueprints', () => {
  test('names a new blueprint and its module', () => {
    expect(print([part('vpc')])).toMatchInlineSnapshot(`
      "Add blueprint vpc

      From network, modules/vpc at 0123456789abcdef0123456789abcdef01234567.
      "
    `)
  })

  test('says of an update what changed, new required inputs first', () => {
    const changes = diffBlueprints(
      blueprint({ name: null, size: { default: 1, type: 'number' } }),
      blueprint({ name: null, cidr: null, zones: { default: 'a' } }, commit.replaceAll('0', 'f')),
    )
    const update = part('vpc', { kind: 'update', title: 'Update blueprint vpc', changes })
    expect(print([update], [], true)).toMatchInlineSnapshot(`
      "Update blueprint vpc: new required input \`cidr\` and 2 more

      - new required input \`cidr\`
      - removed input \`size\`
      - new input \`zones\`

      Keeps the edits made in the blueprints.

      From network, modules/vpc at 0123456789abcdef0123456789abcdef01234567.
      "
    `)
  })

  test('names the state of the module where nothing else changed', () => {
    const changes = diffBlueprints(blueprint({}), blueprint({}, commit.replaceAll('0', 'f')))
    const update = part('vpc', { kind: 'update', title: 'Update blueprint vpc', changes })
    expect(describeCommit({ parts: [update], removed: [], keepsEdits: false }).subject).toBe(
      'Update blueprint vpc: module at 0123456789ab',
    )
  })

  test('counts several blueprints and tells of each', () => {
    const changes = diffBlueprints(blueprint({}), blueprint({ cidr: null }))
    const parts = [
      part('vpc', { title: 'Update blueprint vpc', changes, isRenewed: true }),
      part('dns'),
      part('old', { kind: 'retirement', title: 'Retire blueprint old' }),
    ]
    expect(print(parts, ['queue'])).toMatchInlineSnapshot(`
      "Add 1, update 1, retire 1 blueprints from network

      - vpc: new required input \`cidr\`
      - dns: new
      - old: retired
      - queue: no longer proposed

      From network, modules/vpc at 0123456789abcdef0123456789abcdef01234567.
      From network, modules/dns at 0123456789abcdef0123456789abcdef01234567.
      From network, modules/old at 0123456789abcdef0123456789abcdef01234567.
      "
    `)
  })

  test('says what leaves the branch', () => {
    expect([print([], ['vpc']), print([], ['a', 'b'])]).toMatchInlineSnapshot(`
      [
        "Remove blueprint vpc from this branch
      ",
        "Remove 2 blueprints from this branch

      - a: no longer proposed
      - b: no longer proposed
      ",
      ]
    `)
  })

  test('a title that is too long is cut in the first line and whole in the text', () => {
    const title = `[NET-1] Add the blueprint ${'of a very long name '.repeat(6)}`.trim()
    const { subject, body } = describeCommit({
      parts: [part('x', { title })],
      removed: [],
      keepsEdits: false,
    })
    expect(subject.length).toBeLessThanOrEqual(longestSubject)
    expect(subject.endsWith('…')).toBe(true)
    expect(body.startsWith(`${title}\n\n`)).toBe(true)
  })

  test('foreign text mentions nobody, closes no issue and never breaks the first line', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '@', '#', '1', '\n', '`', ' ', 'fixes ', 'GH-', 'é', '😀'),
    })
    fc.assert(
      fc.property(text, text, text, fc.boolean(), (name, title, store, isRenewed) => {
        const changes = diffBlueprints(blueprint({}), blueprint({ [name]: null }))
        const given = { title, changes, isRenewed, source: { store, path: name, commit, address: 'x' } }
        const { subject, body } = describeCommit({
          parts: [part(name, given)],
          removed: [],
          keepsEdits: false,
        })
        expect(subject.length).toBeLessThanOrEqual(longestSubject)
        expect(subject).not.toContain('\n')
        expect(`${subject}\n${body}`).not.toMatch(/@\w|#\d|GH-\d/)
      }),
      { numRuns: caseCount(200) },
    )
  })
})
