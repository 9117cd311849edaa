import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { parseConfiguration } from './parse-configuration.ts'
import { configurationRules, severityOf, type ConfigurationRuleId } from './rules.ts'

const token = `ghp_${'a1B2c3D4e5'.repeat(4)}`
const host = 'github: { kind: github, token: { env: GROUNDPLAN_SECRET_GITHUB } }'
const data =
  '{ kind: bitbucket-data-center, url: https://bitbucket.example.com, token: { env: GROUNDPLAN_SECRET_T } }'

function withHost(text: string, name = 'github'): string {
  return `version: 1\nhosts:\n  ${name}: ${text}\nrepositories:\n  - { host: ${name}, owner: acme }\n`
}

function selecting(...selections: readonly string[]): string {
  const lines = selections.map(
    (text) => `  - { host: github, owner: acme${text === '' ? '' : `, ${text}`} }\n`,
  )
  return `version: 1\nhosts: { ${host} }\nrepositories:\n${lines.join('')}`
}

/** A file that breaks each rule, and what stands where it does. */
const broken: Readonly<Record<ConfigurationRuleId, readonly [string, string]>> = {
  size: ['# x\n'.repeat(250_001), '# x'],
  yaml: [`${selecting('')}version: 1\n`, 'version: 1'],
  shape: [selecting('archived: sometimes'), 'archived'],
  'missing-key': [selecting('').replace('version: 1\n', ''), 'hosts'],
  'unknown-key': [selecting("exlude: ['a-*']"), 'exlude'],
  'plain-secret': [withHost('{ kind: github, token: hunter2 }'), 'token'],
  'known-secret': [`${selecting('')}# ${token}\n`, 'ghp_'],
  'secret-in-url': [
    withHost('{ kind: github, url: "https://me:pw@github.com", token: { env: GROUNDPLAN_SECRET_T } }'),
    'url',
  ],
  reference: [withHost('{ kind: github, token: { env: not a name } }'), 'env'],
  'secret-name': [withHost('{ kind: github, token: { env: AWS_SECRET_ACCESS_KEY } }'), 'env'],
  'unknown-host-kind': [withHost('{ kind: gitlab, token: { env: GROUNDPLAN_SECRET_T } }'), 'kind'],
  'host-name': [withHost('{ kind: github, token: { env: GROUNDPLAN_SECRET_T } }', 'GitHub'), 'GitHub'],
  'sign-in': [
    withHost(
      '{ kind: github, token: { env: GROUNDPLAN_SECRET_T }, app: { id: 1, private-key: { env: GROUNDPLAN_SECRET_K } } }',
    ),
    'app:',
  ],
  url: [withHost(data.replace('https:', 'ssh:'), 'bb'), 'url'],
  'insecure-url': [withHost(data.replace('https:', 'http:'), 'bb'), 'url'],
  'duplicate-host': [
    `version: 1\nhosts:\n  ${host}\n  other: { kind: github, url: https://GitHub.com/, token: { env: GROUNDPLAN_SECRET_T } }\nrepositories: [{ host: github, owner: a }, { host: other, owner: a }]\n`,
    'other',
  ],
  'unused-host': [selecting('').replace(host, `${host}, bb: ${data}`), 'bb'],
  'missing-token': [withHost('{ kind: github }'), 'github'],
  'undefined-host': [`${selecting('')}  - { host: githb, owner: a }\n`, 'host: githb'],
  owner: [selecting('').replace('owner: acme', 'owner: https://github.com/acme'), 'owner'],
  glob: [selecting("include: ['a-*', '{b,c}']"), "'{b,c}'"],
  date: [selecting('updated-since: 2024-02-30'), 'updated-since'],
  'conflicting-keys': [selecting("refs: [main], tags: 'v*'"), 'refs'],
  'unsupported-filter': [
    withHost(data, 'bb').replace('owner: acme', 'owner: PLAT, topics: [terraform]'),
    'topics',
  ],
  unreachable: [selecting("include: ['a-*'], exclude: ['*']"), 'exclude'],
  'unreachable-selection': [selecting('', "include: ['terraform-*']"), '{ host: github'],
  'duplicate-selection': [selecting('forks: true', 'forks: true'), '{ host: github'],
  'branch-prefix': [`${selecting('')}pull-requests: { branch-prefix: 'a..b/' }\n`, 'branch-prefix'],
  reviewer: [`${selecting('')}pull-requests: { reviewers: [alice, '@bob'] }\n`, "'@bob'"],
  label: [`${selecting('')}pull-requests: { labels: [''] }\n`, "''"],
  identity: [`${selecting('')}commits: { author: { name: Bot, email: 'Bot <b@x>' } }\n`, 'email'],
  template: [`${selecting('')}commits: { message: 'PLAT-1 {{subjct}}' }\n`, 'message'],
  trailer: [`${selecting('')}commits: { trailers: ['Issue: A-1', PLAT-1] }\n`, 'PLAT-1'],
  'signing-key': [`${selecting('')}commits: { signing-key: { file: key } }\n`, 'file'],
  duration: [`${selecting('')}schedule: { poll: 10s }\n`, 'poll'],
}

describe('the catalogue of rules', () => {
  test.each(Object.entries(broken))(
    '%s is reported at its place, with a next step and no other finding',
    (id, [text, place]) => {
      const { configuration, diagnostics } = parseConfiguration('groundplan.yaml', text)
      const [first] = diagnostics
      expect(diagnostics.map(({ rule }) => rule)).toEqual([id])
      const line = text.split('\n')[(first?.line ?? 0) - 1] ?? 'no such finding'
      expect(line.slice((first?.column ?? 1) - 1).slice(0, place.length)).toBe(place)
      expect(first?.hint).toMatch(/\S/)
      expect(first?.severity).toBe(severityOf(id as ConfigurationRuleId))
      expect(configuration === undefined).toBe(first?.severity === 'error')
    },
  )

  test('has every rule that is tried, each described in one sentence', () => {
    expect(configurationRules.map(({ id }) => id).sort()).toEqual(Object.keys(broken).sort())
    for (const { description } of configurationRules) expect(description).toMatch(/^[A-Z`].*\.$/)
  })
})

describe('parseConfiguration', () => {
  test('takes version constraints for Terraform, and nothing else', () => {
    const parse = (versions: string) =>
      parseConfiguration('groundplan.yaml', `${selecting('')}terraform: { versions: '${versions}' }\n`)
    for (const versions of ['>= 1.5, < 1.12', '~> 1.11', '1.11.4', '!=1.9.0,>1'])
      expect(parse(versions).configuration?.terraform).toEqual({ versions })
    for (const versions of ['latest', '>= 1.5 < 1.12', '1.x', '', '>= 1.5,'])
      expect(parse(versions).diagnostics).toMatchObject([{ severity: 'error' }])
  })

  test('fills in what the file does not say', () => {
    const { configuration, diagnostics } = parseConfiguration('groundplan.yaml', selecting(''))
    expect(diagnostics).toEqual([])
    expect(configuration).toMatchObject({
      hosts: {
        github: { kind: 'github', url: 'https://github.com', token: { env: 'GROUNDPLAN_SECRET_GITHUB' } },
      },
      repositories: [{ include: ['**'], exclude: [], archived: false, paths: { include: ['**'] } }],
      'pull-requests': { group: 'repository', limits: { open: 10, 'per-hour': 5 }, draft: 'until-checked' },
      schedule: { poll: '15m' },
    })
  })

  test.each([
    ['groundplan/dashboard/', [], 'Groundplan itself uses the branch "groundplan/dashboard"'],
    ['groundplan/Editor-Schemas/x-', [], 'Groundplan itself uses the branch "groundplan/editor-schemas"'],
    ['main/', ['main'], 'the blueprint repository has the branch "main"'],
    ['release/1/', ['dev', 'Release'], 'the blueprint repository has the branch "Release"'],
  ])('refuses branches below one that is there: %s', (prefix, branches, reason) => {
    const text = `${selecting('')}pull-requests:\n  branch-prefix: ${prefix}\n`
    const { diagnostics } = parseConfiguration('groundplan.yaml', text, { branches })
    expect(diagnostics).toMatchObject([
      {
        ...{ rule: 'branch-prefix', line: text.split('\n').length - 1 },
        message: `No branch can begin with "${prefix}", because ${reason}.`,
        hint: expect.stringContaining('Use a prefix that is not below it'),
      },
    ])
  })

  test('takes prefixes beside branches that are there', () => {
    const branches = ['main', 'groundplan/platform', 'mainly/x']
    for (const prefix of ['groundplan/', 'main-', 'mainly/', 'groundplan/dashboard-']) {
      const text = `${selecting('')}pull-requests: { branch-prefix: ${prefix} }\n`
      expect(parseConfiguration('groundplan.yaml', text, { branches }).diagnostics, prefix).toEqual([])
    }
  })

  test('finds all at once, and says what was meant', () => {
    const text = `version: 2
hosts:
  github: { kind: githb, tokn: { env: GROUNDPLAN_SECRET_T } }
repositories:
  - { host: gitub, owner: acme, include: terraform, 'updated-since': 6m }
  - { host: github }
pull-requests: { limit: { open: 3 }, draft: sometimes, limits: { open: 0 } }
schedul: { poll: 5m }
`
    const { configuration, diagnostics } = parseConfiguration('groundplan.yaml', text)
    expect(configuration).toBeUndefined()
    expect(diagnostics.map(({ line, rule, message, hint }) => `${line} ${rule}: ${message} ${hint}`))
      .toMatchInlineSnapshot(`
        [
          "1 shape: Expected 1 at version, found 2. Use exactly this value.",
          "3 unknown-host-kind: Host "github" has the unknown kind "githb". Did you mean "github"? Valid kinds: github, bitbucket-cloud, bitbucket-data-center, local-git.",
          "3 unknown-key: Unknown key "tokn" in hosts.github. Did you mean "token"?",
          "5 undefined-host: Undefined host "gitub". Did you mean "github"?",
          "5 shape: Expected a list at repositories.0.include, found a string. Use a list, e.g. \`[first, second]\`.",
          "5 date: Invalid date or duration "6m". Use a value such as \`2024-01-31\`, \`90d\`, \`12w\` or \`2y\`.",
          "6 missing-key: Missing key "owner" in repositories.1. Add it, e.g. \`owner: acme\`.",
          "7 unknown-key: Unknown key "limit" in pull-requests. Did you mean "limits"?",
          "7 shape: Expected "until-checked", "always" or "never" at pull-requests.draft, found a string. Use one of these.",
          "7 shape: Expected a number of at least 1 at pull-requests.limits.open, found 0. Change the value.",
          "8 unknown-key: Unknown key "schedul". Did you mean "schedule"?",
        ]
      `)
  })

  test.each([
    '',
    'null',
    '[]',
    'a',
    '- a',
    'version: 1',
    'hosts: 5',
    '{ version: 1, hosts: {}, repositories: {} }',
  ])('%j is no configuration', (text) => {
    const { configuration, diagnostics } = parseConfiguration('groundplan.yaml', text)
    expect(configuration).toBeUndefined()
    expect(diagnostics.length).toBeGreaterThan(0)
  })

  test('no text makes it throw', () => {
    const piece = fc.constantFrom(
      ...[
        'version: 1\n',
        'hosts:\n',
        '  github:\n',
        '    kind: github\n',
        '    token: ',
        '{ env: GROUNDPLAN_SECRET_X }\n',
        'repositories:\n',
      ],
      ...[
        '  - host: github\n',
        '    owner: acme\n',
        '    include: [',
        "'*'",
        ']\n',
        '__proto__: 1\n',
        '  __proto__: {}\n',
        '&a ',
        '*a\n',
      ],
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 20 }).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (drawn) => {
        const { configuration, diagnostics } = parseConfiguration('groundplan.yaml', drawn)
        expect(configuration === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'))
      }),
    )
  })
})

describe('a reference to a stored secret', () => {
  const parse = (name: string) =>
    parseConfiguration('groundplan.yaml', withHost(`{ kind: github, token: { secret: ${name} } }`))

  it('names it', () => {
    const { configuration, diagnostics } = parse('github-token')
    expect(diagnostics).toEqual([])
    expect(configuration?.hosts).toMatchObject({ github: { token: { secret: 'github-token' } } })
  })

  it.each(['GITHUB', 'a--b', 'ghp_x', "''", `'${'a'.repeat(64)}'`])('is never %s', (name) => {
    expect(parse(name).diagnostics).toMatchObject([
      { severity: 'error', message: 'Invalid name of a secret.' },
    ])
  })
})

describe('a secret in the file', () => {
  const places: readonly ((secret: string) => string)[] = [
    (secret) => withHost(`{ kind: github, token: ${secret} }`),
    (secret) => withHost(`{ kind: github, webhook-secret: ${secret} }`),
    (secret) => withHost(`{ kind: github, token: { env: ${secret} } }`),
    (secret) => withHost(`{ kind: github, token: { secret: '${secret}' } }`),
    (secret) => withHost(`{ kind: github, app: { id: 1, private-key: ${secret} } }`),
    (secret) => withHost(`{ kind: bitbucket-cloud, oauth: { client-id: x, client-secret: ${secret} } }`),
    (secret) => withHost(`{ kind: github, token: { env: GROUNDPLAN_SECRET_X, ${secret}: 1 } }`),
    (secret) => withHost(`{ kind: github, token: *${secret} }`),
    (secret) => withHost(`{ kind: github, token: !${secret} x }`),
    (secret) => withHost(`{ kind: github, token: ["${secret}\\q"] }`),
    (secret) =>
      withHost(
        `{ kind: github, url: 'https://x:${secret}@github.com', token: { env: GROUNDPLAN_SECRET_T } }`,
      ),
    (secret) => withHost(`{ kind: ${secret}, token: { env: GROUNDPLAN_SECRET_T } }`),
    (secret) => selecting(`include: ['{${secret}}']`),
    (secret) => selecting(`${secret}: 1`),
    (secret) => selecting(`updated-since: ${secret}`),
    (secret) => `${selecting('')}pull-requests: { reviewers: ['@${secret}'] }\n`,
    (secret) => `${selecting('')}pull-requests: { branch-prefix: '${secret}..' }\n`,
    (secret) => `${selecting('')}schedule: { poll: ${secret} }\n`,
    (secret) => `${selecting('')}${secret}: 1\n${secret}: 2\n`,
  ]

  test.each(places.map((place) => [place('SECRET'), place] as const))(
    'is found and not repeated: %j',
    (_, place) => {
      const { configuration, diagnostics } = parseConfiguration('groundplan.yaml', place(token))
      expect(configuration).toBeUndefined()
      expect(JSON.stringify(diagnostics)).not.toContain(token.slice(0, 12))
      expect(diagnostics.map(({ rule }) => rule)).toContain('known-secret')
    },
  )

  test.each(places.slice(0, 9).map((place) => [place('SECRET'), place] as const))(
    'of no known shape is not repeated either: %j',
    (_, place) => {
      const { configuration, diagnostics } = parseConfiguration('groundplan.yaml', place('hunt-er2!'))
      expect(configuration).toBeUndefined()
      const texts = diagnostics.filter(({ rule }) => rule !== 'unknown-key')
      expect(JSON.stringify(texts)).not.toContain('hunt-er2')
    },
  )
})
