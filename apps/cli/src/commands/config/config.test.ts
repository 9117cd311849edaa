import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { useTemporaryDirectories } from '@groundplan/testing'
import { beforeAll, describe, expect, it } from 'vitest'

const command = join(import.meta.dirname, '../../../bin/groundplan.mjs')
const temporaryDirectory = useTemporaryDirectories()
const value = 'the-secret-itself'

const good = `version: 1
hosts:
  github: { kind: github, token: { env: GROUNDPLAN_SECRET_TRY }, webhook-secret: { env: GROUNDPLAN_SECRET_TRY_WEBHOOK } }
  bb: { kind: bitbucket-data-center, url: https://bitbucket.example.com, token: { env: GROUNDPLAN_SECRET_BITBUCKET } }
repositories:
  - { host: github, owner: acme }
  - { host: bb, owner: PLAT }
`
const bad = good.replace('owner: acme', 'onwer: acme').replace('{ env: GROUNDPLAN_SECRET_TRY }', value)
const warning = good.replace('host: bb', 'host: github').replace('owner: PLAT', 'owner: other')

describe('groundplan config', () => {
  let folder: string

  /** Runs the real command as a user would. */
  async function config(...args: readonly string[]) {
    const env = { NO_COLOR: '1', GROUNDPLAN_HOME: 'unused', GROUNDPLAN_SECRET_TRY: value }
    const run = [command, 'config', ...args]
    const { exitCode, stdout, stderr } = await runProgram(process.execPath, run, { cwd: folder, env })
    return { code: exitCode, out: stdout.toString('utf8'), err: stderr }
  }

  beforeAll(async () => {
    folder = await temporaryDirectory()
    await writeFile(join(folder, 'groundplan.yaml'), good)
    await writeFile(join(folder, 'bad.yaml'), bad)
    await writeFile(join(folder, 'warning.yaml'), warning)
  })

  it('validates ./groundplan.yaml if none is named, and says which secrets it sends where', async () => {
    const err = [
      'github: Sends secret GROUNDPLAN_SECRET_TRY to https://github.com, https://api.github.com',
      'github: Sends secret GROUNDPLAN_SECRET_TRY_WEBHOOK to https://api.github.com',
      'bb: Sends secret GROUNDPLAN_SECRET_BITBUCKET to https://bitbucket.example.com',
      '',
    ].join('\n')
    expect(await config('validate')).toEqual({ code: 0, out: '1 file, no findings\n', err })
  })

  it('tells all findings with their places, without the secret', async () => {
    const { code, out } = await config('validate', 'bad.yaml')
    expect(code).toBe(1)
    expect(out).not.toContain(value)
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^bad\.yaml:3:27: error: .*\[plain-secret\]$/),
      expect.stringMatching(/^bad\.yaml:6:\d+: error: .*\[missing-key\]$/),
      'bad.yaml:6:21: error: Unknown key "onwer" in repositories.0. (Did you mean "owner"?) [unknown-key]',
      '1 file, 3 errors',
    ])
  })

  it('fails on warnings where it is told to, and prints what machines read', async () => {
    expect(await config('validate', 'warning.yaml')).toMatchObject({ code: 0 })
    expect(await config('validate', 'warning.yaml', '--fail-on', 'warning')).toMatchObject({ code: 1 })
    expect(JSON.parse((await config('validate', 'warning.yaml', '--json')).out)).toMatchObject({
      files: 1,
      diagnostics: [{ rule: 'unused-host', line: 4 }],
      rules: [{ id: 'unused-host' }],
    })
    const sarif = JSON.parse((await config('validate', 'bad.yaml', '--format', 'sarif')).out)
    expect(sarif.runs[0].results).toHaveLength(3)
    const junit = await config('validate', 'bad.yaml', '--format', 'junit')
    expect(junit.out).toContain('<testsuites name="groundplan config validate"')
  })

  it('exits with 2 where there is no such file or option', async () => {
    expect(await config('validate', 'nowhere.yaml')).toMatchObject({ code: 2, out: '' })
    expect(await config('validate', '--format', 'xml')).toMatchObject({ code: 2, out: '' })
  })

  it('shows defaults, and which secrets are there, never what they are', async () => {
    const { code, out } = await config('show')
    expect(code).toBe(0)
    expect(out).not.toContain(value)
    expect(out).toContain('draft: until-checked')
    expect(out).toMatch(/hosts\.github\.token +env +GROUNDPLAN_SECRET_TRY +set\n/)
    expect(out).toMatch(/hosts\.github\.webhook-secret +env +GROUNDPLAN_SECRET_TRY_WEBHOOK +missing\n/)
    expect(out).toContain('github: Sends secret GROUNDPLAN_SECRET_TRY_WEBHOOK to https://api.github.com\n')
    const json = await config('show', '--json')
    expect(json.out).not.toContain(value)
    expect(JSON.parse(json.out)).toMatchObject({
      configuration: { 'pull-requests': { limits: { open: 10 } } },
      references: [
        { state: 'set' },
        { state: 'missing' },
        { name: 'GROUNDPLAN_SECRET_BITBUCKET', state: 'missing' },
      ],
    })
    const broken = await config('show', 'bad.yaml')
    expect([broken.code, broken.out.includes(value)]).toEqual([1, false])
  })

  it('prints the schema', async () => {
    expect(JSON.parse((await config('schema')).out)).toMatchObject({ $id: 'urn:groundplan:configuration:v1' })
  })
})
