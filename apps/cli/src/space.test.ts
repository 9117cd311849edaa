import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groundplan } from './groundplan.fixture.ts'
import { startLocalServer } from './server/start-local-server.ts'

const temporaryDirectory = useTemporaryDirectories()
isolateGit()

describe('groundplan space', () => {
  let home: string
  let stop = async () => {}
  afterAll(() => stop())

  beforeAll(async () => {
    const folder = await temporaryDirectory()
    home = join(folder, 'home')
    ;({ stop } = await startLocalServer({ home, port: 0, polls: false }))
    const estate = await GitRepository.create(join(folder, 'estate'))
    const text =
      'variable "size" {\n  type = number\n}\nresource "aws_sqs_queue" "this" {\n  delay_seconds = var.size\n}\n'
    await estate.commit({ 'queue/main.tf': text, 'bucket/main.tf': text })
    await groundplan(home, 'import', estate.directory)
    expect((await groundplan(home, 'proposal', 'approve', '--all')).code).toBe(0)
  })

  it('creates spaces, publishes blueprints to them, and works in one', async () => {
    const created = await groundplan(home, 'space', 'create', 'payments', '--title', 'Payments')
    expect([created.code, created.out]).toEqual([0, 'The space "payments" was created.\n'])
    const values = ['--default', 'size=5']
    const published = await groundplan(home, 'space', 'publish', 'payments', 'queue', ...values, '--json')
    expect(JSON.parse(published.out)).toMatchObject({
      items: [{ blueprint: 'queue', defaults: { size: 5 } }],
    })
    expect((await groundplan(home, 'space', 'published', 'payments')).out).toMatch(/queue\s+size=5/)
    const seen = await groundplan(home, 'catalog', 'list', '--space', 'payments', '--json')
    expect(JSON.parse(seen.out)).toMatchObject({ items: [{ name: 'queue' }] })
    const byVariable = await inSpace('payments', 'catalog', 'list')
    expect([byVariable.out.includes('queue'), byVariable.out.includes('bucket')]).toEqual([true, false])
    const refused = await inSpace('payments', 'proposal', 'list')
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('only the space "default" has')])
    const who = await groundplan(home, 'whoami', '--space', 'payments', '--json')
    expect(JSON.parse(who.out)).toMatchObject({ space: 'payments', spaces: [{ name: 'default' }, {}] })
  })

  it('limits environments of a space, and shows the limits', async () => {
    const set = await groundplan(
      home,
      'space',
      'limits',
      'payments',
      '--environments',
      '20',
      '--max-duration',
      '36h',
    )
    expect([set.code, set.err]).toEqual([0, ''])
    const changed = ['--environments', 'none', '--default-duration', '1d']
    expect((await groundplan(home, 'space', 'limits', 'payments', ...changed)).code).toBe(0)
    const shown = await groundplan(home, 'space', 'limits', 'payments', '--json')
    const limits = { defaultDuration: 1440, maxDuration: 2160 }
    expect(JSON.parse(shown.out)).toEqual({ space: 'payments', limits })
    const { out } = await groundplan(home, 'space', 'limits', 'payments')
    expect(out).toMatch(/Environments +none\n.*none\nDefault duration +1d\nMaximum duration +36h\n/)
    const wrong = await groundplan(home, 'space', 'limits', 'payments', '--default-duration', '2d')
    expect([wrong.code, wrong.err]).toEqual([
      2,
      expect.stringContaining('The default duration is longer than the maximum duration.'),
    ])
    const unknown = await groundplan(home, 'space', 'limits', 'nothing')
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('There is no space "nothing"')])
  })

  it('has the runs of a space performed by a pool of workers', async () => {
    const shown = await groundplan(home, 'space', 'pool', 'payments')
    expect([shown.code, shown.out]).toEqual([
      ...[0, 'The space "payments" demands no pool of workers.\n1 worker serves it now.\n'],
    ])
    const set = await groundplan(home, 'space', 'pool', 'payments', 'payments-prod')
    expect([set.code, set.out]).toEqual([
      0,
      [
        'Workers of the pool "payments-prod" perform the runs of the space "payments".',
        'No worker serves the pool "payments-prod".',
        'Runs wait until one starts: groundplan serve --role worker --pools payments-prod',
        '',
      ].join('\n'),
    ])
    const json = await groundplan(home, 'space', 'pool', 'payments', '--json')
    expect(JSON.parse(json.out)).toEqual({ space: 'payments', pool: 'payments-prod', workers: 0 })
    const audited = await groundplan(home, 'audit', 'list', '--account', '--json')
    expect(audited.out).toMatch(/"space\.pool-changed".*"after":\{"pool":"payments-prod"\}/)
    expect((await groundplan(home, 'space', 'pool', 'payments', '--none')).out).toContain('demands no pool')
    for (const [wrong, message] of [
      ['Prod', '"Prod" is no name for a pool of workers.'],
      ['default', 'The pool "default" can\'t be demanded'],
    ] as const) {
      const refused = await groundplan(home, 'space', 'pool', 'payments', wrong)
      expect([refused.code, refused.err]).toEqual([2, expect.stringContaining(message)])
    }
    const both = await groundplan(home, 'space', 'pool', 'payments', 'prod', '--none')
    expect([both.code, both.err]).toEqual([2, expect.stringContaining('not both')])
  })

  it('says what is wrong', async () => {
    const wrong = await groundplan(home, 'space', 'publish', 'payments', 'queue', '--hidden', 'size=large')
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('does not match its type')])
    const noValue = await groundplan(home, 'space', 'publish', 'payments', 'queue', '--hidden', 'size')
    expect([noValue.code, noValue.err]).toEqual([2, expect.stringContaining('Use input=value')])
    const unknown = await groundplan(home, 'catalog', 'list', '--space', 'nothing')
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('There is no space "nothing"')])
  })

  it('shows what files of spaces would change, for people and as JSON', async () => {
    const checkout = await temporaryDirectory()
    await mkdir(join(checkout, 'spaces'))
    const write = (name: string, text: string) => writeFile(join(checkout, 'spaces', name), text)
    const members = 'members:\n  - { kind: group, name: cards-team, role: developer }\n'
    await write('loans.yaml', `version: 1\ntitle: Loans\n${members}limits: { max-duration: 8h }\n`)
    await write('notes.txt', 'not read')
    const planned = await groundplan(home, 'space', 'plan', checkout)
    expect([planned.code, planned.err]).toEqual([0, ''])
    expect(planned.out.split('\n')).toEqual([
      'loans: create the space "Loans"',
      'loans: give the group "cards-team" the role "developer"',
      'loans: set the limits to maximum duration 8h',
      '',
    ])
    const { code, out } = await groundplan(home, 'space', 'plan', checkout, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      problems: [],
      actions: [
        { kind: 'create-space', space: 'loans', path: 'spaces/loans.yaml', text: expect.any(String) },
        { kind: 'add-member', member: { name: 'cards-team' } },
        { kind: 'set-limits', limits: { maxDuration: 480 } },
      ],
    })
    await write(
      'loans.yaml',
      'version: 1\ntitle: Loans\nmembers:\n  - { kind: group, name: x, role: boss }\n',
    )
    const wrong = await groundplan(home, 'space', 'plan', checkout)
    expect([wrong.code, wrong.out]).toEqual([
      1,
      expect.stringMatching(/^spaces\/loans\.yaml:4:\d+ There is no role "boss"\.\n/),
    ])
    const json = await groundplan(home, 'space', 'plan', checkout, '--json')
    expect([json.code, JSON.parse(json.out)]).toMatchObject([
      1,
      { actions: [], problems: [{ file: 'spaces/loans.yaml', line: 4, rule: 'unknown-role' }] },
    ])
    expect((await groundplan(home, 'space', 'plan')).out).toBe('Nothing changes.\n')
    expect((await groundplan(home, 'space', 'list', '--all')).out).not.toContain('loans')
    const missing = await groundplan(home, 'space', 'plan', join(checkout, 'other'))
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('There is no folder')])
  })

  it('archives a space, and brings it back with what was in it', async () => {
    await groundplan(home, 'space', 'create', 'cards', '--title', 'Cards', '--description', 'Plastic')
    expect((await groundplan(home, 'space', 'archive', 'cards')).out).toBe('The space "cards" is archived.\n')
    expect((await groundplan(home, 'catalog', 'list', '--space', 'cards')).code).toBe(1)
    expect((await groundplan(home, 'space', 'list', '--all')).out).toMatch(/cards\s+Cards\s+\S+\s+archived/)
    expect((await groundplan(home, 'space', 'list')).out).not.toContain('cards')
    expect((await groundplan(home, 'space', 'create', 'cards')).out).toBe('The space "cards" is back.\n')
    const { out } = await groundplan(home, 'space', 'list', '--all', '--json')
    expect(JSON.parse(out)).toMatchObject({
      items: [{ name: 'cards', title: 'Cards', description: 'Plastic' }, {}],
    })
  })

  const inSpace = (space: string, ...args: readonly string[]) => {
    const command = join(import.meta.dirname, '../bin/groundplan.mjs')
    const env = { NO_COLOR: '1', GROUNDPLAN_HOME: home, GROUNDPLAN_SPACE: space }
    return runProgram(process.execPath, [command, ...args], { env }).then(({ exitCode, stdout, stderr }) => {
      return { code: exitCode, out: stdout.toString('utf8'), err: stderr }
    })
  }
})
