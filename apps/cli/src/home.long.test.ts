import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { GitRepository, isolateGit, startReceiver, useTemporaryDirectories } from '@groundplan/testing'
import { expect, it } from 'vitest'

const command = join(import.meta.dirname, '../bin/groundplan.mjs')
const temporaryDirectory = useTemporaryDirectories()
isolateGit()

it(
  'uses nothing of a home that a repository brings, and refuses it by name',
  { timeout: 120_000 },
  async () => {
    const directory = await temporaryDirectory()
    const receiver = await startReceiver()
    const project = await GitRepository.create(join(directory, 'project'))
    const ran = join(directory, 'ran')
    const program = join(directory, 'program')
    await writeFile(program, `#!/bin/sh\ntouch '${ran}'\n`, { mode: 0o755 })
    const brought = '.groundplan/blueprint-repository.git'
    await project.commit({
      [`${brought}/HEAD`]: 'ref: refs/heads/main\n',
      [`${brought}/refs/heads/main`]: `${'1'.repeat(40)}\n`,
      [`${brought}/objects/info/x`]: '',
      [`${brought}/config`]: `[core]\nrepositoryformatversion = 1\nbare = true\n[extensions]\npartialClone = o\n[remote "o"]\nurl = ${directory}/project\npromisor = true\nuploadpack = ${program}\n`,
      '.groundplan/server.json': JSON.stringify({ pid: 1, url: receiver.url, secret: 'a'.repeat(64) }),
    })
    const groundplan = async (args: readonly string[], env: Record<string, string> = {}) => {
      const options = {
        cwd: project.directory,
        env: { NO_COLOR: '1', XDG_DATA_HOME: join(directory, 'data'), ...env },
      }
      const { exitCode, stderr } = await runProgram(process.execPath, [command, ...args], options)
      return { code: exitCode, err: stderr }
    }
    const unnamed = await groundplan(['catalog', 'list'])
    expect(unnamed.code, unnamed.err).toBe(0)
    expect(unnamed.err).toContain(`Not using ${project.directory}/.groundplan`)
    const homes = await readdir(join(directory, 'data/groundplan/homes'))
    expect(homes).toEqual([expect.stringMatching(/^project-[0-9a-f]{10}$/)])
    const again = await groundplan(['catalog', 'list'])
    expect(again).toEqual({ code: 0, err: '' })
    for (const args of [
      ['catalog', 'list'],
      ['serve', '--port', '0'],
      ['demo', '--once'],
      ['admin', 'adopt-home'],
    ]) {
      const named = await groundplan(args, { GROUNDPLAN_HOME: '.groundplan' })
      expect(named.code).not.toBe(0)
      expect(named.err).toMatch(/is not a Groundplan home|is inside the git repository/)
    }
    expect(existsSync(ran)).toBe(false)
    expect(receiver.received).toEqual([])
    await receiver.close()
  },
)
