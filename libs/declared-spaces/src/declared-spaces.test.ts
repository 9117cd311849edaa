import { builtInRoles, type Caller } from '@groundplan/access'
import { InMemoryMemberStore, InMemoryRoleStore, InMemorySpaceStore } from '@groundplan/access/testing'
import { person } from '@groundplan/actor'
import type { PublicationStore } from '@groundplan/catalog'
import {
  InMemoryCatalogStore,
  InMemoryPublicationStore,
  newEntry,
  newUpdate,
} from '@groundplan/catalog/testing'
import type { CredentialDependencies } from '@groundplan/cloud-credentials'
import { InMemoryCredentialStore } from '@groundplan/cloud-credentials/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { describeAction } from './space-action.ts'
import { spaceJsonSchema } from './space-file.ts'
import {
  applySpacesPlan,
  planDeclaredSpaces,
  readSpaceTexts,
  type DeclaredSpacesDependencies,
} from './sync-spaces.ts'

const admin: Caller = { actor: person('ada'), grants: [{ role: builtInRoles['account-admin'] }] }
const change = { by: admin.actor, at: new Date(0) }

const blueprint = `
spec_version: 2
inputs:
  size: { type: number, maximum: 10 }
  region: { type: string }
grains:
  main:
    kind: terraform
    spec:
      source: { store: modules, path: queue }
      inputs: [{ size: '{{ .inputs.size }}' }, { region: '{{ .inputs.region }}' }]
`

const full = `version: 1
title: Payments
description: Cards and transfers
members:
  - { kind: group, name: payments-team, role: developer }
  - { kind: person, name: ada@example.com, role: space-admin }
credentials:
  - { name: production, kind: web-identity, role-arn: 'arn:aws:iam::123456789012:role/groundplan' }
  - { name: partner, kind: assumed-role, role-arn: 'arn:aws:iam::123456789012:role/other', region: eu-central-1 }
blueprints:
  - name: queue
    defaults: { size: 3 }
    hidden: { region: eu-central-1 }
limits: { environments: 20, environments-per-person: 3, default-duration: 8h, max-duration: 1w }
pool: payments-prod
`

let dependencies: DeclaredSpacesDependencies & { readonly spaces: InMemorySpaceStore }
beforeEach(async () => {
  const catalog = new InMemoryCatalogStore()
  const latest = { ...newEntry('queue').latest, text: blueprint }
  await catalog.apply(newUpdate({ published: [newEntry('queue', { latest }), newEntry('old', { latest })] }))
  await catalog.apply(newUpdate({ commit: 'c2', since: 'c1', retired: ['old'] }))
  const now = () => new Date(0)
  dependencies = {
    ...{
      spaces: new InMemorySpaceStore(),
      members: new InMemoryMemberStore(),
      roles: new InMemoryRoleStore(),
    },
    ...{ catalog, now },
    repository: { listEntries: async () => [], readTexts: async () => new Map() },
    publicationsOf: remember<PublicationStore>(() => new InMemoryPublicationStore()),
    credentialsOf: remember(
      (spaceId) =>
        ({ credentials: new InMemoryCredentialStore(), spaceId, now }) as unknown as CredentialDependencies,
    ),
  }
})

const file = (text: string, name = 'payments') => [{ path: `spaces/${name}.yaml`, text }]
const plan = (texts: ReturnType<typeof file>) => planDeclaredSpaces(texts, dependencies)
const kinds = async (texts: ReturnType<typeof file>) => (await plan(texts)).actions.map(({ kind }) => kind)
const sync = async (texts: ReturnType<typeof file>) => {
  const { actions } = await plan(texts)
  expect(await applySpacesPlan(actions, admin, dependencies)).toEqual([])
}

describe('a declared space', () => {
  it('becomes what its file says, and is then as planned', async () => {
    const planned = await plan(file(full))
    expect(planned.problems).toEqual([])
    expect(planned.actions.map(describeAction)).toEqual([
      'payments: create the space "Payments"',
      'payments: give the group "payments-team" the role "developer"',
      'payments: give the person "ada@example.com" the role "space-admin"',
      'payments: set the limits to environments 20, environments per person 3, default duration 8h, maximum duration 7d',
      'payments: demand the pool of workers "payments-prod"',
      'payments: set the credential "production"',
      'payments: set the credential "partner"',
      'payments: publish the blueprint "queue"',
    ])
    expect(await dependencies.spaces.list()).toEqual([])
    await sync(file(full))
    expect(await plan(file(full))).toEqual({ actions: [], problems: [] })
    expect(await dependencies.spaces.find('payments')).toMatchObject({
      ...{ title: 'Payments', description: 'Cards and transfers' },
      declaration: {
        ...{
          path: 'spaces/payments.yaml',
          parts: ['members', 'limits', 'pool', 'credentials', 'blueprints'],
          isRemoved: false,
        },
      },
    })
    expect(await dependencies.members.list('payments')).toHaveLength(2)
    expect(await dependencies.publicationsOf('payments').find('queue')).toMatchObject({
      defaults: { size: 3 },
    })
  })

  it('loses what its lists no longer have, but nothing that they do not name', async () => {
    await sync(file(full))
    const { credentials } = dependencies.credentialsOf('payments')
    const keys = { kind: 'static-keys', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } as const
    await credentials.put({ name: 'legacy', settings: keys, sealed: { sealed: 'x', keyId: 'k' } }, change)
    const bare = 'version: 1\ntitle: Payments\n'
    expect(await kinds(file(bare))).toEqual(['change-space'])
    await sync(file(bare))
    expect(await dependencies.members.list('payments')).toHaveLength(2)
    const empty = `${bare}members: []\ncredentials: []\nblueprints: []\n`
    expect((await kinds(file(empty))).toSorted()).toEqual([
      'change-space',
      ...['remove-credential', 'remove-credential', 'remove-member', 'remove-member', 'unpublish'],
    ])
    await sync(file(empty))
    expect((await credentials.list()).map(({ name }) => name)).toEqual(['legacy'])
    expect(await plan(file(empty))).toEqual({ actions: [], problems: [] })
  })

  it('is undone where people have changed it by other ways', async () => {
    await sync(file(full))
    const stranger = { kind: 'person', name: 'eve', role: 'viewer', spaceId: 'payments' } as const
    await dependencies.members.add(stranger, change)
    await dependencies.spaces.put({ name: 'payments', title: 'Mine', description: '' }, change)
    expect(await kinds(file(full))).toEqual(['change-space', 'remove-member'])
  })

  it('is no longer declared without its file, and nothing else happens to it', async () => {
    await sync(file(full))
    expect((await plan([])).actions).toEqual([{ kind: 'release-space', space: 'payments' }])
    await sync([])
    expect(await dependencies.spaces.find('payments')).toMatchObject({ declaration: { isRemoved: true } })
    expect(await dependencies.spaces.find('payments')).not.toHaveProperty('archivedAt')
    expect(await dependencies.members.list('payments')).toHaveLength(2)
    expect((await plan([])).actions).toEqual([])
    expect(await kinds(file(full))).toEqual(['change-space'])
  })

  it('stays as it is while its file has errors', async () => {
    await sync(file(full))
    const { actions, problems } = await plan(file(full.replace('developer', 'chief')))
    expect(actions).toEqual([])
    expect(problems).toMatchObject([{ file: 'spaces/payments.yaml', line: 5, rule: 'unknown-role' }])
  })

  it('goes on with the rest where something cannot be done', async () => {
    const { actions } = await plan(file(full))
    await dependencies.members.add(
      { kind: 'group', name: 'payments-team', role: 'developer', spaceId: 'payments' },
      change,
    )
    const failed = await applySpacesPlan(actions, admin, dependencies)
    expect(failed).toMatchObject([{ action: { kind: 'add-member' }, error: { code: 'conflict' } }])
    expect(await plan(file(full))).toEqual({ actions: [], problems: [] })
  })
})

describe('limits of a declared space', () => {
  it('are those of the file, and none that it leaves out', async () => {
    await sync(file(full))
    const limits = { environments: 20, environmentsPerPerson: 3, defaultDuration: 480, maxDuration: 10_080 }
    expect(await dependencies.spaces.readLimits('payments')).toEqual(limits)
    await dependencies.spaces.setLimits('payments', { environments: 99 })
    await sync(file(full))
    expect(await dependencies.spaces.readLimits('payments')).toEqual(limits)
    await sync(file('version: 1\ntitle: Payments\n'))
    expect(await dependencies.spaces.readLimits('payments')).toEqual(limits)
    await sync(file('version: 1\ntitle: Payments\nlimits: {}\n'))
    expect(await dependencies.spaces.readLimits('payments')).toEqual({})
  })

  it('have to be durations and numbers that fit together', async () => {
    const messagesOf = async (limits: string) =>
      (await plan(file(`version: 1\ntitle: Payments\nlimits: ${limits}\n`))).problems.map(
        ({ line, message }) => `${line} ${message}`,
      )
    expect(await messagesOf('{ default-duration: 2d, max-duration: 8h }')).toEqual([
      '3 The default duration is longer than the maximum duration.',
    ])
    expect(await messagesOf('{ max-duration: 999999w }')).toEqual([
      '3 The limit "maxDuration" must be a whole number from 1 to 5270400, not 10079989920.',
    ])
    for (const wrong of ['{ max-duration: 8 hours }', '{ environments: 0 }', '{ envs: 3 }', '5'])
      expect(await messagesOf(wrong), wrong).not.toEqual([])
  })
})

describe('the pool of a declared space', () => {
  const fileOf = (pool: string) => file(`version: 1\ntitle: Payments\n${pool}`)

  it('is the one of the file, and stays where the file has none', async () => {
    await sync(fileOf('pool: payments-prod\n'))
    expect(await dependencies.spaces.readPool('payments')).toBe('payments-prod')
    await sync(fileOf(''))
    expect(await dependencies.spaces.readPool('payments')).toBe('payments-prod')
    expect((await plan(fileOf('pool: null\n'))).actions).toMatchObject([
      { kind: 'change-space' },
      { kind: 'set-pool', pool: null },
    ])
    await sync(fileOf('pool: null\n'))
    expect(await dependencies.spaces.readPool('payments')).toBeUndefined()
    expect((await plan(fileOf('pool: null\n'))).actions).toEqual([])
  })

  it.each([
    ['Payments Prod', '3 "Payments Prod" is no name for a pool of workers.'],
    ['default', '3 The pool "default" can\'t be demanded: it serves every space that demands none.'],
  ])('is not %s', async (pool, message) => {
    const { problems } = await plan(fileOf(`pool: ${pool}\n`))
    expect(problems.map((each) => `${each.line} ${each.message}`)).toEqual([message])
  })
})

describe('a file with an error', () => {
  const last = (text: string) => full.replace(/blueprints:[^]*/, text)
  it.each([
    ['title: [', 'payments', 1, 'yaml'],
    ['version: 2\ntitle: P\n', 'payments', 1, undefined],
    ['version: 1\ntitle: P\nmember: []\n', 'payments', 3, 'unknown-key'],
    ['version: 1\ntitle: P\n', 'default', 1, 'space-name'],
    ['version: 1\ntitle: P\n', 'Payments', 1, 'space-name'],
    [last('blueprints: [{ name: qeue }]'), 'payments', 10, 'unknown-blueprint'],
    [last('blueprints: [{ name: old }]'), 'payments', 10, 'unknown-blueprint'],
    [last('blueprints:\n  - name: queue\n    hidden:\n      size: 11\n'), 'payments', 13, 'input-value'],
    [last('blueprints: [{ name: queue }, { name: queue }]'), 'payments', 10, 'duplicate'],
    [full.replace('role/groundplan', 'user/x'), 'payments', 8, 'credential'],
    [full.replace('payments-team', '" payments-team"'), 'payments', 5, 'member-name'],
    ['x'.repeat(500_001), 'payments', 1, 'size'],
  ])('says where it is: %#', async (text, name, line, rule) => {
    const { actions, problems } = await plan(file(text, name))
    expect(actions).toEqual([])
    expect(problems[0]).toMatchObject({ severity: 'error', file: `spaces/${name}.yaml`, line })
    if (rule !== undefined && rule !== 'yaml') expect(problems[0]?.rule).toBe(rule)
  })
})

it('only files directly in spaces/ declare spaces', async () => {
  const paths = ['spaces/a.yaml', 'spaces/b.yml', 'spaces/more/c.yaml', 'blueprints/spaces/d.yaml', 'spaces']
  const repository = {
    listEntries: async () => paths.map((path) => ({ kind: 'file', path, blobId: path }) as never),
    readTexts: async (ids: readonly string[]) => new Map(ids.map((id) => [id, `of ${id}`])),
  }
  expect(await readSpaceTexts('c1', { repository })).toEqual([
    { path: 'spaces/a.yaml', text: 'of spaces/a.yaml' },
  ])
})

it('has a schema for editors', () => {
  expect(spaceJsonSchema()).toMatchObject({ title: 'Groundplan space', required: ['version', 'title'] })
})

/** One for each space. */
function remember<Made>(make: (space: string) => Made): (space: string) => Made {
  const made = new Map<string, Made>()
  return (space) => {
    const one = made.get(space) ?? make(space)
    made.set(space, one)
    return one
  }
}
