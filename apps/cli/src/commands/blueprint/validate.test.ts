import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeAll, describe, expect, it } from 'vitest'

const command = join(import.meta.dirname, '../../../bin/groundplan.mjs')
const temporaryDirectory = useTemporaryDirectories()
isolateGit()

/** Runs the real command as a user would, in a folder. */
async function validate(folder: string, ...args: readonly string[]) {
  const options = { cwd: folder, env: { NO_COLOR: '1', GROUNDPLAN_HOME: 'unused' } }
  const run = [command, 'blueprint', 'validate', ...args]
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, run, options)
  return { code: exitCode, out: stdout.toString('utf8'), err: stderr }
}

const warning = `spec_version: 2
inputs: { unused: {} }
grains: {}
`
const error = 'spec_version: 2\ngrains: {}\ninpts: {}\n'

describe('groundplan blueprint validate', () => {
  let folder: string

  beforeAll(async () => {
    folder = await temporaryDirectory()
    await mkdir(join(folder, 'team/databases'), { recursive: true })
    await mkdir(join(folder, '.hidden'))
    await writeFile(join(folder, 'team/warning.yml'), warning)
    await writeFile(join(folder, 'team/databases/error.yaml'), error)
    await writeFile(join(folder, '.hidden/error.yaml'), error)
    await writeFile(join(folder, 'notes.txt'), 'no blueprint')
  })

  it('looks into folders, and fails on errors only unless told otherwise', async () => {
    expect(await validate(folder, 'team/warning.yml')).toMatchObject({ code: 0 })
    expect(await validate(folder, 'team/warning.yml', '--fail-on', 'warning')).toMatchObject({ code: 1 })
    const { code, out } = await validate(folder, '.')
    expect(code).toBe(1)
    expect(out.trimEnd().split('\n')).toEqual([
      'team/databases/error.yaml:3:1: error: Unknown key "inpts". (Did you mean "inputs"?) [unknown-key]',
      expect.stringMatching(/^team\/warning\.yml:2:11: warning: .*\[unused-input\]$/),
      '2 files, 1 error, 1 warning',
    ])
  })

  it('prints JSON, SARIF and JUnit XML, also into a file', async () => {
    const json = await validate(folder, 'team', '--json')
    expect(JSON.parse(json.out)).toMatchObject({
      files: 2,
      diagnostics: [
        { rule: 'unknown-key', file: 'team/databases/error.yaml', line: 3 },
        { rule: 'unused-input' },
      ],
      rules: [{ id: 'unknown-key' }, { id: 'unused-input', severity: 'warning' }],
    })
    const { code, out, err } = await validate(
      folder,
      'team',
      '--format',
      'sarif',
      '--output',
      'findings.sarif',
    )
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('2 files, 1 error, 1 warning: written to findings.sarif')
    const sarif = JSON.parse(await readFile(join(folder, 'findings.sarif'), 'utf8'))
    expect(sarif.runs[0].results).toHaveLength(2)
    const junit = await validate(folder, 'team', '--format', 'junit')
    expect(junit.out).toContain('<testsuite name="team/databases/error.yaml" tests="1" failures="1"')
  })

  it.each([
    ['an unknown format', ['--format', 'xml']],
    ['an unknown severity', ['--fail-on', 'note']],
    ['a repository without a folder', ['--repository', 'modules']],
    ['a file that cannot be written', ['--output', 'nowhere/findings.json']],
  ])('exits with 2 on %s', async (_, args) => {
    expect(await validate(folder, 'team', ...args)).toMatchObject({ code: 2 })
  })

  it('compares grains with the modules of a repository, at the revisions that they name', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    const first = await repository.commit({ 'modules/db/main.tf': 'variable "size" {}\n' })
    await repository.commit({
      'modules/db/main.tf': 'variable "size" {}\nvariable "zone" {}\noutput "id" { value = 1 }\n',
    })
    const grain = (revision: string, path = './modules/db/') =>
      `{ kind: terraform, spec: { source: { store: platform, path: ${path}, ${revision} }, inputs: [{ size: 1 }], outputs: [id] } }`
    const text = `spec_version: 2
grains:
  first: ${grain(`commit: '${first}'`)}
  newest: ${grain('branch: main')}
  gone: ${grain(`commit: '${'0'.repeat(40)}'`)}
  odd: ${grain('commit: HEAD~1')}
  nowhere: ${grain('branch: main', 'modules')}
`
    await writeFile(join(folder, 'grains.yaml'), text)
    const rules = async (...args: readonly string[]) => {
      const { diagnostics } = JSON.parse((await validate(folder, 'grains.yaml', '--json', ...args)).out) as {
        readonly diagnostics: readonly { readonly line: number; readonly rule: string }[]
      }
      return diagnostics
        .filter(({ rule }) => rule !== 'unpinned-source')
        .map(({ line, rule }) => `${line} ${rule}`)
    }
    expect(await rules()).toEqual([])
    const unused = await validate(folder, 'grains.yaml', '--repository', `other=${repository.directory}`)
    expect(unused).toMatchObject({ code: 0 })
    expect(unused.err).toBe(
      'No grain comes from the repository "other", so nothing was compared. The grains come from platform.\n',
    )
    expect(await rules('--repository', `platform=${repository.directory}`)).toEqual([
      '3 unknown-module-output',
      '4 missing-module-input',
      '5 unknown-commit',
      '6 unknown-commit',
      '7 unknown-module',
    ])
    const missing = await validate(folder, 'grains.yaml', '--repository', 'platform=nowhere')
    expect(missing).toMatchObject({ code: 1 })
    expect(missing.err).toContain('File or folder not found: nowhere.')
    const unusedAndMissing = await validate(folder, 'grains.yaml', '--repository', 'other=nowhere')
    expect(unusedAndMissing).toMatchObject({ code: 1, out: '', err: missing.err })
  })
})
