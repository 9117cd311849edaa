// Over 300 lines: one description of a pull request, with the texts as readers see them.
import { diffBlueprints, type Blueprint } from '@groundplan/blueprint'
import { inertProse } from '@groundplan/errors'
import type { ScmKind } from '@groundplan/scm'
import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { describe, expect, test } from 'vitest'
import type { DescribedProposal } from '../proposal.ts'
import { describePullRequest, isAbout, type DescribedBranch } from './describe-pull-request.ts'
import { shortenedNote } from './fit-sections.ts'

const commit = 'a'.repeat(40)
const addresses = {
  github: 'https://git.acme.com/pay/network.git',
  'bitbucket-cloud': 'https://bitbucket.org/pay/network.git',
  'bitbucket-data-center': 'https://git.acme.com/scm/pay/network.git',
} as const satisfies Partial<Record<ScmKind, string>>
type HostKind = keyof typeof addresses

function blueprint(inputs: Blueprint['inputs'], pinned = commit): Blueprint {
  const source = { store: 'network', path: 'modules/vpc', commit: pinned }
  return { spec_version: 2, inputs, grains: { vpc: { kind: 'terraform', spec: { source } } } }
}

function proposal(name: string, kind: HostKind, changes: Partial<DescribedProposal> = {}): DescribedProposal {
  const now = new Date(0)
  return {
    ...{
      number: 1,
      blueprint: name,
      kind: 'new',
      title: `Add blueprint ${name}`,
      branch: 'groundplan/network',
    },
    ...{
      generatedCommit: commit,
      contentId: name,
      createdAt: now,
      updatedAt: now,
      state: { status: 'open' },
    },
    source: { store: 'network', path: `modules/${name}`, commit, address: addresses[kind], kind },
    body: [
      `Adds the blueprint \`${name}\`.`,
      '[//]: # (groundplan:changes)',
      '## What changes\n\n- **Breaking:** told twice.',
      '[//]: # (groundplan:end)',
      '[//]: # (groundplan:fold 2 inputs, 1 required)',
      '## Inputs\n\n| Name |\n| --- |\n| `cidr` |',
      '[//]: # (groundplan:end)',
      '',
    ].join('\n\n'),
    ...changes,
  }
}

function branch(kind: HostKind, changes: Partial<DescribedBranch> = {}): DescribedBranch {
  const address = addresses[kind].replace('network', 'blueprints')
  return {
    ...{ branch: 'groundplan/network', proposals: [proposal('vpc', kind)], changes: new Map(), updates: [] },
    check: { passed: true, summary: 'The blueprint is valid.', findings: [] },
    repository: { address, kind, commit: 'b'.repeat(40) },
    folds: kind === 'github',
    maximumLength: kind === 'github' ? 65_400 : 32_600,
    ...changes,
  }
}

const update = (kind: HostKind) => {
  const before = blueprint({ name: null, size: { default: 1, type: 'number' } })
  const after = blueprint({ name: null, cidr: null, zones: { default: 'a' } }, 'c'.repeat(40))
  const changes = diffBlueprints(before, after)
  const declarations = [
    { kind: 'variable', name: 'cidr', file: 'modules/vpc/variables.tf', line: 12 },
  ] as const
  const vpc = proposal('vpc', kind, { kind: 'update', details: { conflicts: [], declarations } })
  const updates = [
    {
      ...{ from: 'd'.repeat(40), to: 'e'.repeat(40) },
      blueprints: [{ blueprint: 'vpc', kind: 'changed', changes }],
    },
  ] as const
  return branch(kind, { proposals: [vpc], changes: new Map([['vpc', changes]]), updates })
}

describe('the text of a pull request', () => {
  test('of a new blueprint folds long parts at GitHub', () => {
    expect(describePullRequest(branch('github')).body).toMatchInlineSnapshot(`
      "Adds the blueprint \`vpc\`.

      ## What changes

      - **Breaking:** told twice.

      <details>
      <summary>2 inputs, 1 required</summary>

      | Name |
      | --- |
      | \`cidr\` |

      </details>

      <details>
      <summary>Try it in a clone of this repository</summary>

      \`\`\`sh
      git fetch origin groundplan/network && git checkout groundplan/network
      groundplan blueprint validate blueprints/
      groundplan blueprint form blueprints/vpc.yaml   # the launch form, as JSON Schema
      \`\`\`

      </details>

      [//]: # (groundplan:proposal vpc)
      "
    `)
  })

  test('has no HTML at Bitbucket, which shows it as text', () => {
    for (const kind of ['bitbucket-cloud', 'bitbucket-data-center'] as const) {
      const { body } = describePullRequest(branch(kind))
      expect(body).not.toMatch(/<\/?(?:details|summary)/)
      expect(body).toContain('## Inputs\n\n| Name |')
    }
  })

  test('of an update begins with the interface, then says what is new since reviewers looked', () => {
    expect(describePullRequest(update('github')).body).toMatchInlineSnapshot(`
      "## Breaking changes

      Users of the published blueprints may need to act:

      - removed input \`size\`

      ## New required inputs

      Users of the published blueprints have to fill these in:

      - new required input \`cidr\` ([\`modules/vpc/variables.tf:12\`](https://git.acme.com/pay/network/blob/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/modules/vpc/variables.tf#L12))

      ## Other changes

      - new input \`zones\`

      ## Changed since [\`dddddddddd\`](https://git.acme.com/pay/blueprints/commit/dddddddddddddddddddddddddddddddddddddddd)

      - \`vpc\`: new required input \`cidr\`
      - \`vpc\`: removed input \`size\`
      - \`vpc\`: new input \`zones\`

      Commit: [\`eeeeeeeeee\`](https://git.acme.com/pay/blueprints/commit/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee)

      Adds the blueprint \`vpc\`.

      <details>
      <summary>2 inputs, 1 required</summary>

      | Name |
      | --- |
      | \`cidr\` |

      </details>

      <details>
      <summary>Try it in a clone of this repository</summary>

      \`\`\`sh
      git fetch origin groundplan/network && git checkout groundplan/network
      groundplan blueprint validate blueprints/
      groundplan blueprint form blueprints/vpc.yaml   # the launch form, as JSON Schema
      \`\`\`

      </details>

      [//]: # (groundplan:proposal vpc)
      "
    `)
  })

  test.each([
    [
      'github',
      'https://git.acme.com/pay/network/blob/AAAA/modules/vpc/variables.tf#L12',
      'https://git.acme.com/pay/blueprints/commit/EEEE',
    ],
    [
      'bitbucket-cloud',
      'https://bitbucket.org/pay/network/src/AAAA/modules/vpc/variables.tf#lines-12',
      'https://bitbucket.org/pay/blueprints/commits/EEEE',
    ],
    [
      'bitbucket-data-center',
      'https://git.acme.com/projects/PAY/repos/network/browse/modules/vpc/variables.tf?at=AAAA#12',
      'https://git.acme.com/projects/PAY/repos/blueprints/commits/EEEE',
    ],
  ] as const)('links lines and commits as %s shows them', (kind, line, update_) => {
    const { body } = describePullRequest(update(kind))
    expect(body).toContain(
      `new required input \`cidr\` ([\`modules/vpc/variables.tf:12\`](${line.replace('AAAA', commit)}))`,
    )
    expect(body).toContain(`(${update_.replace('EEEE', 'e'.repeat(40))})`)
  })

  test('of several blueprints has a table, and no long parts where the host cannot fold them', () => {
    const of = (kind: HostKind) =>
      describePullRequest(branch(kind, { proposals: [proposal('dns', kind), proposal('vpc', kind)] })).body
    expect(of('bitbucket-data-center')).toMatchInlineSnapshot(`
      "Brings 2 blueprints: 2 new.

      | Blueprint | | Repository | Directory |
      | --- | --- | --- | --- |
      | \`dns\` | new | [network](https://git.acme.com/projects/PAY/repos/network/browse) | [\`modules/dns\`](https://git.acme.com/projects/PAY/repos/network/browse/modules/dns?at=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) |
      | \`vpc\` | new | [network](https://git.acme.com/projects/PAY/repos/network/browse) | [\`modules/vpc\`](https://git.acme.com/projects/PAY/repos/network/browse/modules/vpc?at=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) |

      To try it in a clone of this repository:

      \`\`\`sh
      git fetch origin groundplan/network && git checkout groundplan/network
      groundplan blueprint validate blueprints/
      groundplan blueprint form blueprints/dns.yaml   # the launch form, as JSON Schema
      \`\`\`

      ## \`dns\`

      Adds the blueprint \`dns\`.

      ### What changes

      - **Breaking:** told twice.

      Inputs and outputs: see [\`blueprints/dns.md\`](https://git.acme.com/projects/PAY/repos/blueprints/browse/blueprints/dns.md?at=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)

      ## \`vpc\`

      Adds the blueprint \`vpc\`.

      ### What changes

      - **Breaking:** told twice.

      Inputs and outputs: see [\`blueprints/vpc.md\`](https://git.acme.com/projects/PAY/repos/blueprints/browse/blueprints/vpc.md?at=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)

      [//]: # (groundplan:proposal dns vpc)
      "
    `)
    expect(of('github')).toContain('<summary>vpc: new</summary>\n\nAdds the blueprint `vpc`.')
  })

  test('of an update that changes only the module says that inputs and outputs stay', () => {
    const changes = diffBlueprints(blueprint({}), blueprint({}, 'c'.repeat(40)))
    const vpc = proposal('vpc', 'github', { kind: 'update' })
    const { body } = describePullRequest(
      branch('github', { proposals: [vpc], changes: new Map([['vpc', changes]]) }),
    )
    expect(body).toMatch(/^Inputs and outputs stay as they are/)
  })

  test('is shortened by whole parts, the last ones first, and keeps its mark', () => {
    const proposals = Array.from({ length: 400 }, (_, index) => proposal(`module-${index}`, 'github'))
    for (const kind of ['github', 'bitbucket-cloud'] as const) {
      const { body } = describePullRequest(branch(kind, { proposals, maximumLength: 20_000 }))
      expect(body.length).toBeLessThanOrEqual(20_000)
      expect(body).toContain('Brings 400 blueprints: 400 new.')
      expect(body).toContain('| and 300 more | | | |')
      expect(body).toContain(shortenedNote)
      expect(body.match(/<details>/g)?.length).toBe(body.match(/<\/details>/g)?.length)
      expect(isAbout(body, 'module-7')).toBe(true)
    }
  })

  const piece = fc.constantFrom(
    ...[
      '@ada',
      '#12',
      'x/y#3',
      '!4',
      '`',
      '```',
      '\n',
      '\n\n',
      '|',
      '<details>',
      '</details>',
      '<!--',
      '[x](javascript:1)',
    ],
    ...[
      '[//]: # (groundplan:end)',
      '[//]: # (groundplan:fold x)',
      'https://evil.example',
      ' ',
      'word',
      '# ',
      '&lt;',
      '\u202e',
    ],
  )
  const text = fc.array(piece, { maxLength: 20 }).map((parts) => parts.join(''))

  test('stays whole and inside the limit, whatever others have written', () => {
    const kinds = fc.constantFrom<HostKind>('github', 'bitbucket-cloud', 'bitbucket-data-center')
    fc.assert(
      fc.property(
        kinds,
        text,
        text,
        text,
        fc.integer({ min: 1_500, max: 6_000 }),
        (kind, store, path, prose, maximumLength) => {
          const changes = diffBlueprints(blueprint({ [path]: null }), blueprint({ [prose]: null, a: null }))
          const source = { store, path, commit, address: `https://git.acme.com/${store}`, kind }
          const foreign = { source, body: `${inertProse(prose)}\n\n${proposal('x', kind).body}` }
          const names = ['a', 'b', 'c']
          const proposals = names.map((name) => proposal(name, kind, { ...foreign, kind: 'update' }))
          const told = new Map(names.map((name) => [name, changes]))
          const updates = [
            { from: commit, to: commit, blueprints: [{ blueprint: 'a', kind: 'changed', changes }] },
          ] as const
          const { body, title } = describePullRequest(
            branch(kind, { proposals, changes: told, updates, maximumLength }),
          )
          expect(body.length).toBeLessThanOrEqual(maximumLength)
          expect(title).not.toMatch(/@\w|#\d|\n/)
          const html = micromark(body, {
            extensions: [gfm()],
            htmlExtensions: [gfmHtml()],
            allowDangerousHtml: true,
          })
          const prosePart = html
            .replace(/<code[^>]*>[\s\S]*?<\/code>/g, ' ')
            .replace(/<a href="https:\/\/git\.acme[^"]*">/g, '<a>')
          expect(prosePart).not.toMatch(/@[\w{]|#\d|href="(?:https?:\/\/evil|javascript)|<!--/)
          expect(prosePart.match(/<details>/g)?.length).toBe(prosePart.match(/<\/details>/g)?.length)
          if (kind !== 'github') expect(prosePart).not.toContain('<details>')
          expect(isAbout(body, 'b')).toBe(true)
        },
      ),
      { numRuns: caseCount(150) },
    )
  })
})
