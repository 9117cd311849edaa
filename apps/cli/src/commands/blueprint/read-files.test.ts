import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { useTemporaryDirectories } from '@groundplan/testing'
import { beforeAll, describe, expect, it } from 'vitest'

const command = join(import.meta.dirname, '../../../bin/groundplan.mjs')
const temporaryDirectory = useTemporaryDirectories()

const good = 'spec_version: 2\ndescription: café\ngrains: {}\n'
/** Commands with the files that they need before the one that is wrong. */
const readers: readonly (readonly [string, readonly string[]])[] = [
  ['form', []],
  ['diff', ['good.yaml']],
  ['export', []],
  ['compose', []],
  ['merge', ['good.yaml', 'good.yaml']],
]

describe('files that commands read', () => {
  let folder: string

  beforeAll(async () => {
    folder = await temporaryDirectory()
    await mkdir(join(folder, 'folder.yaml'))
    await writeFile(join(folder, 'good.yaml'), good)
    await writeFile(join(folder, 'latin.yaml'), Buffer.from(good, 'latin1'))
  })

  async function blueprint(...args: readonly string[]) {
    const options = { cwd: folder, env: { NO_COLOR: '1' } }
    const run = [command, 'blueprint', ...args]
    const { exitCode, stdout, stderr } = await runProgram(process.execPath, run, options)
    return { code: exitCode, out: stdout.toString('utf8'), err: stderr }
  }

  it.each(readers)('%s refuses a file that is not UTF-8, and writes nothing', async (name, others) => {
    expect(await blueprint(name, ...others, 'latin.yaml')).toEqual({
      code: 2,
      out: '',
      err: 'The file latin.yaml is not UTF-8 text.\nSave it as UTF-8; see line 2.\n',
    })
  })

  it.each(readers)(
    '%s says which file is not there, and tells a folder from a file',
    async (name, others) => {
      expect(await blueprint(name, ...others, 'nowhere.yaml')).toMatchObject({
        code: 2,
        err: expect.stringContaining('File or folder not found: nowhere.yaml.'),
      })
      expect(await blueprint(name, ...others, 'folder.yaml')).toMatchObject({
        code: 2,
        err: expect.stringContaining('folder.yaml is a folder.'),
      })
    },
  )

  it.each([
    ['generate', []],
    ['compose', ['--root']],
  ])('%s says which folder is not there, and tells a file from a folder', async (name, others) => {
    expect(await blueprint(name, ...others, 'nowhere')).toMatchObject({
      code: 1,
      err: 'File or folder not found: nowhere.\n',
    })
    expect(await blueprint(name, ...others, 'folder.yaml/../good.yaml')).toMatchObject({
      code: 2,
      err: expect.stringContaining('is a file.\nSpecify its folder: '),
    })
  })

  it('generate refuses a name that no blueprint can have', async () => {
    expect(await blueprint('generate', '.', '--name', 'A b/..')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Invalid blueprint name "A b/..".'),
    })
    const help = await blueprint('compose', '--help')
    expect(help.out).not.toContain('default: []')
  })

  it('validate reports a file that is not UTF-8 with its line, and checks the others', async () => {
    await mkdir(join(folder, 'several'))
    await writeFile(join(folder, 'several/a.yaml'), Buffer.from(good, 'latin1'))
    await writeFile(join(folder, 'several/b.yaml'), 'spec_version: 2\n')
    const { code, out } = await blueprint('validate', 'several')
    expect(code).toBe(1)
    expect(out).toContain(
      'several/a.yaml:2: error: The file is not UTF-8 text. (Save it as UTF-8.) [encoding]\nseveral/b.yaml:1:1: error:',
    )
  })

  it('import-torque does not read a file that is not UTF-8, and reads the others', async () => {
    await mkdir(join(folder, 'torque'))
    const text = `${good.replace('{}', '')}  a: { kind: helm, spec: {} }\n`
    await writeFile(join(folder, 'torque/a.yaml'), Buffer.from(text, 'latin1'))
    await writeFile(join(folder, 'torque/b.yaml'), text)
    const { code, out } = await blueprint('import-torque', 'torque', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out).files).toMatchObject([
      {
        file: 'torque/a.yaml',
        reason: 'The file is not UTF-8 text.',
        diagnostics: [{ rule: 'encoding', line: 2 }],
      },
      { file: 'torque/b.yaml', grains: 1 },
    ])
  })
})
