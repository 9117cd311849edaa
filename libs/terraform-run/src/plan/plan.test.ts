import { describe, expect, it } from 'vitest'
import { digestPlan } from './digest-plan.ts'
import { parsePlan } from './parse-plan.ts'
import { summarizePlan } from './summarize-plan.ts'

interface TestChange {
  readonly address?: string
  readonly actions?: readonly string[]
  readonly before?: unknown
  readonly after?: unknown
  readonly unknown?: unknown
  readonly sensitive?: readonly [before: unknown, after: unknown]
  readonly replace?: readonly (readonly (string | number)[])[]
  readonly extra?: object
  readonly change?: object
}

function resource({ address = 'aws_s3_bucket.logs', actions = ['update'], ...given }: TestChange) {
  const [type = '', name = ''] = address.split('.').slice(-2)
  const [before_sensitive, after_sensitive] = given.sensitive ?? [false, false]
  return {
    ...{
      address,
      mode: 'managed',
      type,
      name,
      provider_name: 'registry.terraform.io/hashicorp/aws',
      ...given.extra,
    },
    change: {
      ...{
        actions,
        before: given.before ?? null,
        after: given.after ?? null,
        after_unknown: given.unknown ?? {},
      },
      ...{ before_sensitive, after_sensitive, replace_paths: given.replace, ...given.change },
    },
  }
}

function plan(changes: readonly TestChange[], extra: object = {}) {
  return parsePlan(
    JSON.stringify({
      ...{
        format_version: '1.2',
        terraform_version: '1.11.4',
        resource_changes: changes.map(resource),
        ...extra,
      },
    }),
  )
}

describe('parsePlan', () => {
  it('masks what is sensitive, also deep within, and says what is known later', () => {
    const [change] = plan([
      {
        before: { name: 'a', password: 'old', tags: { a: '1', token: 't1' }, list: [{ key: 'k' }] },
        after: {
          name: 'a',
          password: 'new',
          tags: { a: '2', token: 't1' },
          list: [{ key: 'k' }, { key: 'k2' }],
        },
        unknown: { arn: true, list: [{}, { id: true }] },
        sensitive: [
          { password: true, tags: { token: true }, list: [{ key: true }] },
          { password: true, tags: { token: true }, list: [{ key: true }, { key: true }] },
        ],
      },
    ]).changes
    expect(JSON.stringify(change)).not.toMatch(/old|new|t1|k2/)
    expect(change?.after).toEqual({
      ...{ name: 'a', password: '(sensitive value)', tags: { a: '2', token: '(sensitive value)' } },
      list: [{ key: '(sensitive value)' }, { key: '(sensitive value)', id: '(known after apply)' }],
      arn: '(known after apply)',
    })
    expect(
      change?.differences.map(({ path, isSensitive, isUnknown }) => [path.join('.'), isSensitive, isUnknown]),
    ).toEqual([
      ...[
        ['password', true, false],
        ['tags.a', false, false],
        ['list.1', true, true],
        ['arn', false, true],
      ],
    ])
  })

  it('keeps all digits of numbers', () => {
    const text =
      '{"format_version":"1.2","resource_changes":[],"output_changes":{"n":{"actions":["create"],"after":9007199254740993}}}'
    expect(JSON.stringify(parsePlan(text).outputs[0]?.after)).toBe('"9007199254740993"')
  })

  it('tells replacements, moves, imports and forgotten resources apart, and counts as Terraform does', () => {
    const found = plan(
      [
        { address: 'a.create', actions: ['create'], after: { x: 1 } },
        {
          address: 'a.replace',
          actions: ['delete', 'create'],
          before: { x: 1 },
          after: { x: 2 },
          replace: [['x']],
        },
        {
          address: 'a.first',
          actions: ['create', 'delete'],
          before: { x: 1 },
          after: { x: 1 },
          extra: { action_reason: 'replace_by_request' },
        },
        {
          address: 'a.moved',
          actions: ['no-op'],
          before: {},
          after: {},
          extra: { previous_address: 'a.old' },
        },
        {
          address: 'a.imported',
          actions: ['no-op'],
          before: {},
          after: {},
          change: { importing: { id: 'i-1' } },
        },
        { address: 'a.forget', actions: ['forget'], before: { x: 1 } },
        { address: 'a.same', actions: ['no-op'], before: {}, after: {} },
        {
          address: 'a.gone',
          actions: ['delete'],
          before: { x: 1 },
          extra: { action_reason: 'delete_because_no_resource_config' },
        },
        { address: 'data.a.read', actions: ['read'], after: { x: 1 }, extra: { mode: 'data' } },
      ],
      {
        output_changes: {
          url: { actions: ['update'], before: 'a', after: 'b' },
          same: { actions: ['no-op'] },
        },
      },
    )
    expect(found.counts).toEqual({ add: 3, change: 0, destroy: 3, import: 1, forget: 1 })
    expect(summarizePlan(found)).toEqual({
      headline:
        'Creates 1 resource, replaces 2 resources, destroys 1 resource, takes over 1 resource and forgets 1 resource.',
      lines: [
        'Destroys a.gone because the module no longer has it.',
        'Replaces a.replace because x cannot change in place, destroying the old one first.',
        'Replaces a.first because somebody asked for it, the new one first.',
        'Forgets a.forget without destroying it.',
        'Creates a.create.',
        'Moves a.old to a.moved.',
        'Takes over a.imported, which exists as "i-1".',
        'Changes output url.',
      ],
    })
  })

  it('says so if nothing happens', () => {
    const nothing = plan([{ address: 'data.a.read', actions: ['read'], extra: { mode: 'data' } }])
    expect([nothing.hasChanges, summarizePlan(nothing).headline]).toEqual([false, 'Nothing changes.'])
  })

  it.each([
    ['{}', 'without a version'],
    ['{"format_version":"2.0"}', 'format 2.0'],
    ['nonsense', 'not JSON'],
    ['{"format_version":"1.2","resource_changes":[{"address":1}]}', 'resource_changes.0.address'],
  ])('refuses %s', (text, reason) => {
    expect(() => parsePlan(text)).toThrow(reason)
  })
})

describe('digestPlan', () => {
  const change = { before: { a: 1, b: 'x' }, after: { a: 2, b: 'x' } }
  const digest = (changes: readonly TestChange[]) => digestPlan(plan(changes))

  it('is the same for the same changes in another order, from another state and with other secrets', async () => {
    const secret = (value: string): TestChange => ({
      address: 'a.secret',
      before: { p: 'old' },
      after: { p: value },
      sensitive: [{ p: true }, { p: true }],
    })
    const first = await digest([change, secret('one')])
    expect(
      await digest([secret('two'), { ...change, before: { a: 1, b: 'y' }, after: { b: 'y', a: 2 } }]),
    ).toBe(first)
  })

  it.each<[string, TestChange]>([
    ['another value', { ...change, after: { a: 3, b: 'x' } }],
    ['another value before', { ...change, before: { a: 0, b: 'x' } }],
    ['another address', { ...change, address: 'aws_s3_bucket.other' }],
    ['another action', { ...change, actions: ['delete', 'create'] }],
    [
      'a secret that changes',
      {
        ...change,
        before: { a: 1, b: 'x', p: '1' },
        after: { a: 2, b: 'x', p: '2' },
        sensitive: [{ p: true }, { p: true }],
      },
    ],
  ])('differs for %s', async (_, other) => {
    expect(await digest([other])).not.toBe(await digest([change]))
  })
})
