import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { useTemporaryDirectories } from '@groundplan/testing'
import { beforeAll, describe, expect, it } from 'vitest'

const command = join(import.meta.dirname, '../../../bin/groundplan.mjs')
const temporaryDirectory = useTemporaryDirectories()

const old = `spec_version: 2
inputs:
  engine: { type: string, default: postgres }
  password: { type: string, sensitive: true, default: hunter1 }
  size: { type: number, default: 20, maximum: 100 }
grains:
  db:
    kind: terraform
    spec: { source: { store: modules, path: db, commit: 0123456789abcdef } }
`

describe('groundplan blueprint diff', () => {
  let directory: string

  beforeAll(async () => {
    directory = await temporaryDirectory()
    const changed = old
      .replace('default: postgres', 'optional: false')
      .replace('maximum: 100', 'maximum: 200')
    await writeFile(join(directory, 'old.yaml'), old)
    await writeFile(
      join(directory, 'new.yaml'),
      changed.replace('hunter1', 'hunter2').replace('commit: 01', 'commit: f1'),
    )
    await writeFile(join(directory, 'looser.yaml'), old.replace('maximum: 100', 'maximum: 200'))
    await writeFile(join(directory, 'broken.yaml'), 'spec_version: 2\n')
  })

  async function diff(from: string, to: string, ...options: readonly string[]) {
    const files = [join(directory, from), join(directory, to)]
    const { exitCode, stdout, stderr } = await runProgram(
      process.execPath,
      [command, 'blueprint', 'diff', ...files, ...options],
      { env: { NO_COLOR: '1' } },
    )
    return { code: exitCode, out: stdout.toString('utf8'), err: stderr }
  }

  it('tells what breaks first, and the part of the version last', async () => {
    const { code, out } = await diff('old.yaml', 'new.yaml')
    expect(code).toBe(0)
    expect(out).toMatchInlineSnapshot(`
      "Breaking
        input-required          input "engine" is now required; its default was "postgres"

      New or different
        default-changed         the default of input "password" changed
        rule-widened            input "size" accepts more values: now at most 200, previously at most 100

      Other
        grain-revision-changed  the revision of grain "db" changed: now f123456789ab, previously 0123456789ab

      Version: major
      "
    `)
  })

  it('gives the lines of a changelog', async () => {
    const { out } = await diff('old.yaml', 'new.yaml', '--markdown')
    expect(out).toMatchInlineSnapshot(`
      "- **Breaking:** input \`engine\` is now required; its default was \`"postgres"\`.
      - The default of input \`password\` changed.
      - Input \`size\` accepts more values: now \`at most 200\`, previously \`at most 100\`.
      - The revision of grain \`db\` changed: now \`f123456789ab\`, previously \`0123456789ab\`.

      Version: major
      "
    `)
  })

  it('gives machines rule, place and values, but for those of secrets', async () => {
    const { out } = await diff('old.yaml', 'new.yaml', '--json')
    expect(out).not.toContain('hunter')
    expect(JSON.parse(out)).toMatchObject({
      bump: 'major',
      changes: [
        { rule: 'input-required', level: 'breaking', section: 'inputs', name: 'engine', from: 'postgres' },
        { rule: 'default-changed', name: 'password', secret: true },
        { rule: 'rule-widened', name: 'size', key: 'maximum', from: 100, to: 200 },
        { rule: 'grain-revision-changed', level: 'fix', message: expect.stringContaining('0123456789ab') },
      ],
    })
  })

  it('exits with 1 on breaking changes only if it is asked to', async () => {
    expect(await diff('old.yaml', 'new.yaml', '--fail-on-breaking')).toMatchObject({ code: 1 })
    expect(await diff('old.yaml', 'looser.yaml', '--fail-on-breaking')).toMatchObject({ code: 0 })
    expect(await diff('old.yaml', 'old.yaml', '--fail-on-breaking')).toMatchObject({
      code: 0,
      out: 'No differences.\n\nVersion: none\n',
    })
  })

  it('says what is wrong with a file that is no blueprint', async () => {
    const { code, out, err } = await diff('old.yaml', 'broken.yaml')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/broken\.yaml:1:1: error: .*grains/)
    expect(await diff('old.yaml', 'missing.yaml')).toMatchObject({ code: 2 })
  })
})
