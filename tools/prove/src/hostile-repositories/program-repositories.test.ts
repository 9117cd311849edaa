import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createRandom, isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { expect, test } from 'vitest'
import type { HostileRepository } from './hostile-repository.ts'
import { programRepositories, readCanaries, writeCanary } from './program-repositories.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

/** True if git, used in the repository as anybody would, runs the program that it names. */
async function runsProgram({ name, create }: HostileRepository, root: string): Promise<boolean> {
  const directory = join(root, name.replaceAll('/', '-'))
  const [canary, log] = [`${directory}.canary`, `${directory}.log`]
  await mkdir(directory)
  await writeCanary(canary, log)
  await create({ directory, canary, random: createRandom(1), remote: 'http://127.0.0.1:9' })
  const commands = [
    'cat-file -p HEAD:m/main.tf',
    'status',
    'log -p',
    'add --renormalize .',
    'checkout -f HEAD~1',
  ]
  for (const command of commands) await runGit(directory, command.split(' ')).catch(() => {})
  return (await readCanaries(log)).length > 0
}

test('git itself runs the programs of these repositories, so that the proof can fail', async () => {
  const root = await temporaryDirectory()
  const names: string[] = []
  for (const repository of programRepositories)
    if (await runsProgram(repository, root)) names.push(repository.name)
  expect(names).toEqual(
    expect.arrayContaining([
      'program/uploadpack',
      'program/ssh-command',
      'program/ext-transport',
      'program/git-proxy',
      'program/url-rewritten',
      'program/fsmonitor',
      'program/hooks',
      'program/filter',
      'program/diff',
      'program/worktree-config',
      'program/included-config',
      'program/gitfile',
    ]),
  )
})
