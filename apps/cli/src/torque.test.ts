import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'

const command = join(import.meta.dirname, '../bin/groundplan.mjs')
const blueprints = join(import.meta.dirname, '../../../blueprints')
const temporaryDirectory = useTemporaryDirectories()

/** Runs a command on blueprint files as a user would. */
async function blueprint(...args: readonly string[]) {
  const options = { env: { NO_COLOR: '1' } }
  const { exitCode, stdout, stderr } = await runProgram(
    process.execPath,
    [command, 'blueprint', ...args],
    options,
  )
  return { code: exitCode, out: stdout.toString('utf8'), err: stderr }
}

const bucket = `spec_version: 2
inputs:
  agent: { type: agent }
  name: { type: string }
grains:
  s3:
    kind: terraform
    spec:
      source: { store: assets, path: s3 }
      agent: { name: '{{ .inputs.agent }}' }
      inputs: [{ name: '{{ .inputs.name }}' }]
      backend: { type: s3, bucket: b, region: r }
`

/** A folder with two blueprints of Torque, one of them broken, and another YAML file. */
async function createFolder(): Promise<string> {
  const folder = await temporaryDirectory()
  await mkdir(join(folder, 'blueprints/nested'), { recursive: true })
  await writeFile(join(folder, 'blueprints/bucket.yaml'), bucket)
  await writeFile(join(folder, 'blueprints/nested/broken.yml'), 'spec_version: 2\ngrains: {\n')
  await writeFile(join(folder, 'chart.yaml'), 'kind: Service\n')
  return folder
}

describe('groundplan blueprint export', () => {
  const file = join(blueprints, 'rds-postgres.yaml')

  it('prints a file for Torque, and on standard error what Torque cannot say', async () => {
    const { code, out, err } = await blueprint('export', '--format', 'torque', file)
    expect(code).toBe(0)
    expect(out).toContain('type: agent')
    expect(err).toMatch(/rds-postgres\.yaml:\d+:\d+: warning: /)
    expect(err).toMatch(
      /Skipped the description of output "endpoint": Torque rejects it\. The same for "address", "port", /,
    )
    expect(err.match(/Skipped the description of output/g)).toHaveLength(1)
  })

  it('writes to a file, but never over the blueprint', async () => {
    const written = join(await temporaryDirectory(), 'torque.yaml')
    const { code, out } = await blueprint('export', file, '-o', written, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ file: written, diagnostics: expect.any(Array) })
    expect(await readFile(written, 'utf8')).toContain('spec_version: 2')
    expect(await blueprint('export', written, '-o', written)).toMatchObject({ code: 2 })
  })

  it('says what is wrong with a file that is no blueprint, and with a format that it does not know', async () => {
    const broken = join(await createFolder(), 'chart.yaml')
    expect(await blueprint('export', broken)).toMatchObject({
      code: 1,
      err: expect.stringContaining('chart.yaml:1:1: error'),
    })
    expect(await blueprint('export', file, '--format', 'terraform')).toMatchObject({ code: 2 })
  })
})

describe('groundplan blueprint import-torque', () => {
  it('shows what can be read, and why the rest cannot', async () => {
    const { code, out, err } = await blueprint('import-torque', await createFolder())
    expect(code).toBe(1)
    expect(out).toMatch(/bucket\.yaml +read +1 +1 +1/)
    const [reason = ''] = /(?<=error: )[^(]+/.exec(err) ?? []
    expect(reason).not.toBe('')
    expect(out).not.toContain(reason.trim())
    expect(out).toMatch(/broken\.yml +not read +\d+ errors?\n/)
    expect(out).toContain('1 of 2 read, 1 other YAML files')
    expect(err).toMatch(/bucket\.yaml:12:7: warning: Skipped .*backend/)
  })

  it('writes blueprints that are valid, and over nothing that is there', async () => {
    const folder = join(await createFolder(), 'blueprints')
    const output = join(await temporaryDirectory(), 'imported')
    const args = ['import-torque', join(folder, 'bucket.yaml'), '-o', output]
    expect(await blueprint(...args)).toMatchObject({ code: 0 })
    expect(await blueprint('validate', output)).toMatchObject({ code: 0 })
    const again = await blueprint(...args, '--json')
    expect(again.code).toBe(1)
    expect(JSON.parse(again.out).files).toMatchObject([{ reason: expect.stringContaining('--force') }])
    expect(await blueprint(...args, '--force')).toMatchObject({ code: 0 })
  })

  it('two files of one name do not take the place of each other', async () => {
    const folder = await createFolder()
    await writeFile(join(folder, 'blueprints/nested/broken.yml'), bucket)
    await writeFile(join(folder, 'blueprints/broken.yaml'), bucket)
    const output = join(await temporaryDirectory(), 'imported')
    const { code, out } = await blueprint('import-torque', folder, '-o', output)
    expect(code).toBe(1)
    expect(out).toMatch(/broken\.yml .*Not written: \S+broken\.yaml already uses \S+/)
  })

  it('says so where there is nothing to read', async () => {
    const folder = await temporaryDirectory()
    expect(await blueprint('import-torque', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('No Torque blueprints found'),
    })
  })
})
