import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterEach, expect, it, vi } from 'vitest'
import { RemoteGitReviewRepository } from './remote-git-review-repository.ts'
import { sshEnvironment } from './ssh-environment.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
afterEach(() => {
  vi.unstubAllEnvs()
  isolateGit()
})

/** An `ssh` in the path that notes its arguments and runs the command on this machine, or fails like the real one. */
async function installSsh(directory: string, words?: string): Promise<string> {
  const log = join(directory, 'arguments')
  const rest =
    words === undefined ? 'for last; do :; done; exec sh -c "$last"' : `echo "${words}" >&2; exit 255`
  await writeFile(join(directory, 'ssh'), `#!/bin/sh\nprintf '%s\\n' "$@" >'${log}'\n${rest}\n`)
  await chmod(join(directory, 'ssh'), 0o755)
  vi.stubEnv('PATH', `${directory}:${process.env['PATH']}`)
  return log
}

const open = (address: string, home: string, ssh = {}) =>
  RemoteGitReviewRepository.open({
    ...{ address, ssh, directory: join(home, 'copy.git') },
    initialFiles: [],
    author: { name: 'Groundplan', email: 'groundplan@localhost' },
  })

it('reads and pushes a blueprint repository over SSH with the key and the known hosts of the settings', async () => {
  const home = await temporaryDirectory()
  const log = await installSsh(home)
  const origin = await GitRepository.create(join(home, 'origin'))
  await origin.commit({ 'README.md': 'x' })
  const ssh = { keyFile: join(home, "a key's file"), knownHostsFile: join(home, 'known hosts') }
  const repository = await open(`ssh://git@git.example.com${join(home, 'origin')}`, home, ssh)
  const { commit: parent } = await repository.readHead()
  const changes = [{ kind: 'write', path: 'a', content: 'a' } as const]
  const author = { name: 'Groundplan', email: 'groundplan@localhost' }
  await repository.pushBranch({ branch: 'a', parent, changes, message: 'a', author, date: new Date(0) })
  expect(await origin.git('show', 'a:a')).toBe('a')
  const given = (await readFile(log, 'utf8')).split('\n')
  expect(given).toEqual(
    expect.arrayContaining([
      'BatchMode=yes',
      'StrictHostKeyChecking=yes',
      'IdentitiesOnly=yes',
      ssh.keyFile,
      `UserKnownHostsFile="${ssh.knownHostsFile}"`,
    ]),
  )
})

it.each([
  ['Host key verification failed.', 'The SSH host key of ssh://git@git.example.com/a.git is unknown.'],
  [
    'git@git.example.com: Permission denied (publickey).',
    'SSH access to ssh://git@git.example.com/a.git was refused.',
  ],
])('says what "%s" means', async (words, message) => {
  const home = await temporaryDirectory()
  await installSsh(home, words)
  await expect(open('ssh://git@git.example.com/a.git', home)).rejects.toThrow(message)
})

it('leaves ssh to the operator who has set a command, unless there are settings for this repository', async () => {
  vi.stubEnv('GIT_SSH_COMMAND', 'their-ssh')
  expect(await sshEnvironment('git@git.example.com:a.git')).toEqual({})
  expect(await sshEnvironment('git@git.example.com:a.git', { keyFile: '/key' })).toEqual({
    GIT_SSH_COMMAND: expect.stringContaining("-i '/key'"),
  })
  expect(await sshEnvironment('https://git.example.com/a.git', { keyFile: '/key' })).toEqual({})
})
