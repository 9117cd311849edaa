import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { groundplan } from './groundplan.fixture.ts'
import { startLocalServer } from './server/start-local-server.ts'

const temporaryDirectory = useTemporaryDirectories()
isolateGit()

const canary = 'c4nary-of-the-audit-log'

describe('groundplan audit', () => {
  let home: string
  let file: string
  let secret: string
  let stop = async () => {}
  afterAll(() => stop())

  beforeAll(async () => {
    const folder = await temporaryDirectory()
    home = join(folder, 'home')
    file = join(folder, 'audit.jsonl')
    ;({ stop } = await startLocalServer({ home, port: 0, polls: false }))
    const value = join(folder, 'value')
    await writeFile(value, canary)
    const origin = ['--origin', 'https://github.com']
    await groundplan(home, 'secret', 'set', 'github-token', ...origin, '--file', value)
    await groundplan(home, 'secret', 'set', 'other', ...origin, '--file', value)
    await groundplan(home, 'secret', 'remove', 'other')
    const created = await groundplan(home, 'token', 'create', 'ci', '--permission', 'catalog.read', '--json')
    ;({ secret } = JSON.parse(created.out) as { readonly secret: string })
  })

  it('lists who did what, from where, and nothing secret', async () => {
    const { code, out } = await groundplan(home, 'audit', 'list', '--target', 'secret:other', '--json')
    expect(code).toBe(0)
    const { items } = JSON.parse(out) as { items: readonly { readonly action: string }[] }
    expect(items).toMatchObject([
      {
        sequence: 3,
        action: 'secret.removed',
        sourceAddress: expect.stringMatching(/^(?:127\.0\.0\.1|::1)$/),
      },
      {
        sequence: 2,
        action: 'secret.created',
        correlationId: expect.stringMatching(/^request:[0-9a-f-]{36}$/),
      },
    ])
    const { out: table } = await groundplan(home, 'audit', 'list', '--limit', '2')
    expect(table).toMatch(/api-token\.created.*\n.*secret\.removed/)
    expect(table.trim().split('\n')).toHaveLength(3)
    const later = await groundplan(home, 'audit', 'list', '--since', '2999-01-01')
    expect(later.out).toBe('There are no such events.\n')
    const wrong = await groundplan(home, 'audit', 'list', '--since', 'yesterday')
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('2026-01-31')])
  })

  it('verifies the server, exports, and verifies the export without a server', async () => {
    const onServer = await groundplan(home, 'audit', 'verify')
    expect([onServer.code, onServer.err]).toEqual([0, ''])
    expect(onServer.out).toMatch(/^Intact: 4 events, from 1 to 4\.\nThe hash of event 4 is [0-9a-f]{64}\n$/)

    expect(await groundplan(home, 'audit', 'export', '--out', file)).toMatchObject({
      ...{ code: 0, out: `Exported 4 events to ${file}.\n` },
    })
    expect((await groundplan(home, 'audit', 'export', '--out', file)).code).toBe(2)
    const text = await readFile(file, 'utf8')
    expect(text).not.toContain(canary)
    expect((await groundplan('unused', 'audit', 'verify', '--file', file)).out).toBe(onServer.out)

    const rest = join(file, '../rest.jsonl')
    await groundplan(home, 'audit', 'export', '--after', '2', '--out', rest)
    const ofRest = await groundplan('unused', 'audit', 'verify', '--file', rest)
    expect(ofRest.out).toMatch(
      /^Intact: 2 events, from 3 to 4\.\nFollows event 2 with the hash [0-9a-f]{64}\n/,
    )
  })

  it('finds what was changed in an export, and exits with 1', async () => {
    const [first = '', second = '', third = '', fourth = ''] = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
    const attempts: readonly (readonly [readonly string[], string])[] = [
      [
        [first, second.replace('https://github.com', 'https://evil.example'), third, fourth],
        'Event 2 does not match',
      ],
      [[first, third, fourth], 'Event 2 is missing.'],
      [[first, third, second, fourth], 'Event 2 is missing.'],
      [[first, second, second, third, fourth], 'Event 2 comes after event 2'],
    ]
    const changed = join(file, '../changed.jsonl')
    for (const [lines, message] of attempts) {
      await writeFile(changed, `${lines.join('\n')}\n`)
      const { code, out } = await groundplan('unused', 'audit', 'verify', '--file', changed)
      expect([code, out]).toEqual([1, expect.stringContaining(message)])
    }
    await writeFile(changed, `${first}\n{"sequence":2}\n`)
    const invalid = await groundplan('unused', 'audit', 'verify', '--file', changed)
    expect([invalid.code, invalid.err]).toEqual([
      2,
      expect.stringContaining('changed.jsonl:2 is no exported event'),
    ])
  })

  it('lists and exports only what was refused, or only what was done', async () => {
    const refused = await groundplan({ home, GROUNDPLAN_ACCESS_TOKEN: secret }, 'secret', 'list')
    expect(refused.code).not.toBe(0)
    const list = async (result: string) => {
      const { out } = await groundplan(home, 'audit', 'list', '--result', result, '--json')
      return (JSON.parse(out) as { items: readonly { readonly action: string }[] }).items
    }
    await vi.waitFor(async () => expect(await list('refused')).toMatchObject([{ action: 'access.denied' }]), {
      timeout: 10_000,
    })
    expect(await list('done')).toHaveLength(4)
    const exported = await groundplan(home, 'audit', 'export', '--result', 'refused', '--out', '-')
    expect(
      exported.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ action: 'access.denied', actor: { kind: 'api-token', name: 'ci' } }])
    const wrong = await groundplan(home, 'audit', 'list', '--result', 'lost')
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('done, refused')])
  })
})
