import { Ajv } from 'ajv'
import { parseConfiguration } from './parse-configuration.ts'
import { describe, expect, test } from 'vitest'
import { configurationJsonSchema, type ConfigurationFile } from './configuration.ts'
import { printConfiguration } from './print-configuration.ts'
import { pullRequestSettings } from './pull-request-settings.ts'

const small: ConfigurationFile = {
  version: 1,
  hosts: { github: { kind: 'github', token: { env: 'GROUNDPLAN_SECRET_GITHUB' } } },
  repositories: [{ host: 'github', owner: 'acme', include: ['terraform-*'], topics: ['terraform'] }],
}
const large: ConfigurationFile = {
  ...small,
  hosts: {
    ...small.hosts,
    cloud: {
      kind: 'bitbucket-cloud',
      username: { env: 'GROUNDPLAN_SECRET_USER_MAIL' },
      token: { env: 'GROUNDPLAN_SECRET_BITBUCKET' },
    },
    here: { kind: 'local-git' },
  },
  repositories: [
    ...small.repositories,
    { host: 'cloud', owner: 'acme', 'updated-since': '2024-01-01', refs: ['main', 'release/*'] },
    { host: 'here', owner: '/srv/git', tags: 'v*', 'pull-requests': { labels: ['local'], draft: 'never' } },
  ],
  'pull-requests': { limits: { open: 'none' }, reviewers: ['alice'], draft: 'always' },
  schedule: { poll: '2h' },
}

describe('the schema for editors', () => {
  const schema = configurationJsonSchema()
  const judge = new Ajv({ strict: false }).compile(schema)

  test('has a name that stays, defaults and examples', () => {
    expect(schema).toMatchObject({
      $id: 'urn:groundplan:configuration:v1',
      title: 'Groundplan configuration',
      properties: {
        'pull-requests': { properties: { group: { default: 'repository' } } },
        repositories: { items: { properties: { refs: { examples: [['release/*', 'main']] } } } },
      },
    })
  })

  test('accepts what the parser accepts, and refuses the rest', () => {
    expect([judge(small), judge(large)]).toEqual([true, true])
    expect(judge({ ...small, hosts: { github: { kind: 'github', token: 'abc' } } })).toBe(false)
    expect(judge({ ...small, repositories: [{ host: 'github' }] })).toBe(false)
    expect(judge({ ...small, schedul: {} })).toBe(false)
  })

  test('says of every key what it is for', () => {
    expect(findSilent(schema)).toEqual([])
  })
})

describe('printConfiguration', () => {
  test('explains itself', () => {
    expect(
      printConfiguration({
        ...small,
        'pull-requests': { limits: { open: 10, 'per-hour': 5 }, 'reviewers-from': ['codeowners'] },
        schedule: { poll: '15m' },
      }),
    ).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=blueprints/.schema/configuration.schema.json
      # What Groundplan reads and how it proposes blueprints. Check changes with \`groundplan config validate\`.
      # See docs/configuration.md for all keys. Refer to secrets; never write them here.

      version: 1

      # Hosts by name; the rest of the file refers to these names.
      hosts:
        github:
          kind: github
          token:
            env: GROUNDPLAN_SECRET_GITHUB

      # Repositories to read. If several selections match a repository, the first one wins.
      repositories:
        - host: github
          owner: acme
          include: [terraform-*]
          # Only repositories with one of these topics.
          topics: [terraform]

      # How blueprints are proposed as pull requests.
      pull-requests:
        # Limits on the number of pull requests.
        limits:
          open: 10
          per-hour: 5
        # Additional reviewers: \`codeowners\`, the owners of the module in its repository's CODEOWNERS; \`default-reviewers\`, those of a blueprint repository on Bitbucket.
        reviewers-from: [codeowners]

      # When Groundplan checks for changes on its own.
      schedule:
        # How often to poll hosts for changes that webhooks may have missed: \`15m\`, \`2h\`, \`1d\`; or \`none\`.
        poll: 15m
      "
    `)
  })

  test.each([['small', small] as const, ['large', large] as const])(
    'what is printed of the %s one is read as the same',
    (_, file) => {
      const { configuration, diagnostics } = parseConfiguration('groundplan.yaml', printConfiguration(file))
      expect(diagnostics).toEqual([])
      expect(configuration).toMatchObject(file)
    },
  )
})

test("a selection's own settings of pull requests win, one by one", () => {
  const { configuration } = parseConfiguration('groundplan.yaml', printConfiguration(large))
  expect(pullRequestSettings(configuration!, configuration!.repositories[2]!)).toMatchObject({
    labels: ['local'],
    draft: 'never',
    reviewers: ['alice'],
    limits: { open: 'none', 'per-hour': 5 },
  })
})

/** Properties without a description, by their path. */
function findSilent(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => findSilent(item, path))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key !== 'properties') return findSilent(inner, path)
    return Object.entries(inner as object).flatMap(([name, property]: [string, object]) => [
      ...('markdownDescription' in property ? [] : [`${path}/${name}`]),
      ...findSilent(property, `${path}/${name}`),
    ])
  })
}
