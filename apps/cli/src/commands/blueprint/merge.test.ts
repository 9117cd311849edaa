import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'

const command = join(import.meta.dirname, '../../../bin/groundplan.mjs')
const temporaryDirectory = useTemporaryDirectories()
isolateGit()

const base = `spec_version: 2
inputs:
  size:
    type: number
    maximum: 100
grains:
  g:
    kind: terraform
    spec:
      source: { store: s, path: p, commit: a }
      inputs:
        - size: '{{ .inputs.size }}'
`
const edited = base.replace('maximum: 100', 'maximum: 10 # our budget')
const generated = base.replace('commit: a', 'commit: b')
const merged = edited.replace('commit: a', 'commit: b')
const contrary = generated.replace('maximum: 100', 'maximum: 50')

/** Runs the real command on files with these texts. */
async function merge(texts: readonly (string | Buffer)[], ...options: readonly string[]) {
  const folder = await temporaryDirectory()
  const names = ['base.yaml', 'edited.yaml', 'generated.yaml']
  for (const [index, text] of texts.entries()) await writeFile(join(folder, names[index] ?? ''), text)
  const args = [command, 'blueprint', 'merge', ...names, ...options]
  const env = { NO_COLOR: '1', GROUNDPLAN_HOME: 'unused' }
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, args, { cwd: folder, env })
  return { folder, code: exitCode, out: stdout.toString('utf8'), err: stderr }
}

describe('groundplan blueprint merge', () => {
  it('prints the merged file, byte for byte', async () => {
    expect(await merge([base, edited, generated])).toMatchObject({ code: 0, out: merged, err: '' })
    const open = await merge([base, edited.trimEnd(), generated])
    expect(open).toMatchObject({ code: 0, out: merged.trimEnd() })
  })

  it('writes a file, and lists conflicts with their place', async () => {
    const { folder, code, out, err } = await merge(
      [base, edited, contrary],
      '-o',
      'edited.yaml',
      '--name',
      'a.yaml',
    )
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^a\.yaml:5:5: conflict: inputs\.size\.maximum: .*use: maximum: 50\)\n$/)
    expect(await readFile(join(folder, 'edited.yaml'), 'utf8')).toBe(merged)
  })

  it('gives everything as JSON', async () => {
    const { code, out } = await merge([base, edited, contrary], '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      text: merged,
      conflicts: [{ kind: 'both-changed', path: ['inputs', 'size', 'maximum'], line: 5 }],
      diagnostics: [],
    })
  })

  it('quotes what is lost, and leaves alone what it cannot read', async () => {
    const gone = base.replace(/inputs:\n {2}size:[^]*100\n/, '').replace(/ {6}inputs:\n.*\n/, '')
    const { code, err } = await merge([base, edited, gone])
    expect(code).toBe(1)
    expect(err).toContain('    size:\n      type: number\n')
    expect(err).toContain('# our budget')
    const broken = await merge([base, `${edited}x: [\n`, generated])
    expect(broken).toMatchObject({ code: 1, out: `${edited}x: [\n` })
    expect(broken.err).toMatch(/edited\.yaml:\d+:\d+: error: /)
  })

  it('refuses files that it would damage or cannot open', async () => {
    const latin = await merge([base, Buffer.from('description: gr\xf6\xdfe\n', 'latin1'), generated])
    expect(latin).toMatchObject({ code: 2, out: '' })
    expect(latin.err).toMatch(/edited\.yaml is not UTF-8/)
    expect(await merge([base, edited])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/File or folder not found: generated\.yaml/),
    })
  })

  it('is a merge driver for git', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    const git = (...args: readonly string[]) =>
      runProgram('git', ['-C', repository.directory, ...args], {
        env: { GROUNDPLAN_HOME: 'unused', NO_COLOR: '1' },
      })
    const read = () => readFile(join(repository.directory, 'a.yaml'), 'utf8')
    const driver = `"${process.execPath}" "${command}" blueprint merge %O %A %B -o %A --name %P`
    await git('config', 'merge.groundplan.driver', driver)
    // Apart from the user's settings, git would not know who merges.
    await git('config', 'user.name', 'Ada')
    await git('config', 'user.email', 'ada@example.com')
    await repository.commit({ 'a.yaml': base, '.gitattributes': '*.yaml merge=groundplan\n' })
    await git('branch', 'clean')
    await git('branch', 'contrary')
    await repository.commit({ 'a.yaml': edited })
    await git('checkout', '-q', '-b', 'ours')
    for (const [branch, text] of [
      ['clean', generated],
      ['contrary', contrary],
    ] as const) {
      await git('checkout', '-q', branch)
      await repository.commit({ 'a.yaml': text })
      await git('checkout', '-q', 'ours')
      const { exitCode } = await git('merge', '-q', '--no-edit', branch)
      expect([branch, exitCode, await read()]).toEqual([branch, branch === 'clean' ? 0 : 1, merged])
    }
    expect((await git('status', '--porcelain')).stdout.toString()).toContain('UU a.yaml')
  })
})
