import { appendFile, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GitRepository } from '@groundplan/testing'
import { plainModule, type HostileRepository, type HostileSetting } from './hostile-repository.ts'

/** A setting of git that runs a program; `CANARY` stands for its path, `REMOTE` for that of a server. */
interface ProgramSetting {
  readonly name: string
  readonly config: string
  /** Lines of `.gitattributes`. */
  readonly attributes?: string
}

const promisor = (remote: string) =>
  `[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\tpromisor = true\n${remote}`

const settings: readonly ProgramSetting[] = [
  {
    name: 'uploadpack',
    config: promisor('\turl = /any\n\tuploadpack = CANARY\n'),
  },
  {
    name: 'ssh-command',
    config: promisor('\turl = ssh://host/path\n[core]\n\tsshCommand = CANARY\n'),
  },
  {
    name: 'ext-transport',
    config: promisor('\turl = "ext::CANARY %S"\n[protocol "ext"]\n\tallow = always\n'),
  },
  {
    name: 'git-proxy',
    config: promisor('\turl = git://127.0.0.1:1/path\n[core]\n\tgitProxy = CANARY\n'),
  },
  {
    name: 'credential-helper',
    config: promisor('\turl = REMOTE/private.git\n[credential]\n\thelper = "!CANARY"\n'),
  },
  {
    name: 'askpass',
    config: promisor('\turl = REMOTE/private.git\n[core]\n\taskPass = CANARY\n'),
  },
  {
    name: 'url-rewritten',
    config: promisor(
      '\turl = https://127.0.0.1/path\n[url "ssh://host/"]\n\tinsteadOf = https://127.0.0.1/\n[core]\n\tsshCommand = CANARY\n',
    ),
  },
  {
    name: 'partial-clone-filter',
    config: promisor('\turl = /any\n\tuploadpack = CANARY\n\tpartialclonefilter = blob:none\n'),
  },
  { name: 'fsmonitor', config: '[core]\n\tfsmonitor = CANARY\n' },
  { name: 'hooks', config: '[core]\n\thooksPath = hooks-of-the-repository\n' },
  { name: 'pager', config: '[core]\n\tpager = CANARY\n[pager]\n\tlog = CANARY\n\tls-tree = CANARY\n' },
  { name: 'editor', config: '[core]\n\teditor = CANARY\n[sequence]\n\teditor = CANARY\n' },
  {
    name: 'alias',
    config: '[alias]\n\tls-tree = "!CANARY"\n\trev-list = "!CANARY"\n\trev-parse = "!CANARY"\n',
  },
  {
    name: 'signature-program',
    config: '[log]\n\tshowSignature = true\n[gpg]\n\tprogram = CANARY\n[commit]\n\tgpgSign = true\n',
  },
  {
    name: 'filter',
    config: '[filter "x"]\n\tsmudge = CANARY\n\tclean = CANARY\n\tprocess = CANARY\n\trequired = true\n',
    attributes: '* filter=x\n',
  },
  {
    name: 'diff',
    config: '[diff]\n\texternal = CANARY\n[diff "x"]\n\tcommand = CANARY\n\ttextconv = CANARY\n',
    attributes: '* diff=x\n',
  },
  {
    name: 'merge-driver',
    config: '[merge "x"]\n\tdriver = CANARY %O %A %B\n[merge]\n\tdefault = x\n',
    attributes: '* merge=x\n',
  },
  { name: 'alternate-refs', config: '[core]\n\talternateRefsCommand = CANARY\n' },
  {
    name: 'worktree-config',
    config: '[core]\n\trepositoryformatversion = 1\n[extensions]\n\tworktreeConfig = true\n',
  },
]

/** Folders in whose own settings git finds programs to run: all of them have an object missing, for which git would fetch. */
export const programRepositories: readonly HostileRepository[] = [
  ...settings.map((setting) => ({
    name: `program/${setting.name}`,
    create: async (given: HostileSetting) => {
      await createArmed(given.directory, setting, given)
      return given.directory
    },
  })),
  { name: 'program/included-config', create: includesConfig },
  { name: 'program/bare-in-work-tree', create: hidesBareRepository },
  { name: 'program/gitfile', create: pointsElsewhere },
  { name: 'program/file-url', create: async (given) => `file://${await armWithUploadPack(given)}` },
  { name: 'program/home-in-repository', create: bringsHome },
]

const bare = '[core]\n\tbare = true\n'

const uploadPack = settings[0] as ProgramSetting

async function armWithUploadPack(given: HostileSetting): Promise<string> {
  await createArmed(given.directory, uploadPack, given)
  return given.directory
}

async function createArmed(
  directory: string,
  { config, attributes = '' }: ProgramSetting,
  { canary, remote }: HostileSetting,
): Promise<void> {
  const repository = await GitRepository.create(directory)
  // A file that the server has read before would not be looked for.
  const own = `${plainModule}# ${directory}\n`
  await repository.commit({ 'm/main.tf': own, 'kept/main.tf': own })
  await repository.commit({
    'm/main.tf': `${own}# changed\n`,
    '.gitattributes': attributes === '' ? '* text=auto\n' : attributes,
  })
  const blob = await repository.git('rev-parse', 'HEAD:m/main.tf')
  await rm(join(directory, '.git/objects', blob.slice(0, 2), blob.slice(2)))
  const armed = config.replaceAll('CANARY', canary).replaceAll('REMOTE', remote)
  await appendFile(join(directory, '.git/config'), armed)
  await writeFile(
    join(directory, '.git/config.worktree'),
    `[core]\n\tsshCommand = ${canary}\n\tfsmonitor = ${canary}\n`,
  )
  const hooks = join(directory, 'hooks-of-the-repository')
  await mkdir(hooks)
  for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change', 'pre-auto-gc'])
    await cp(canary, join(hooks, hook))
}

async function includesConfig(given: HostileSetting): Promise<string> {
  const { directory, canary, remote } = given
  await createArmed(directory, { name: 'included', config: '[include]\n\tpath = ../settings\n' }, given)
  await writeFile(
    join(directory, 'settings'),
    uploadPack.config.replaceAll('CANARY', canary).replaceAll('REMOTE', remote),
  )
  return directory
}

/** A bare repository as committed files, in an ordinary clone. */
async function hidesBareRepository(given: HostileSetting): Promise<string> {
  const { directory } = given
  const inner = join(directory, 'inner')
  await createArmed(inner, uploadPack, { ...given, directory: inner })
  await appendFile(join(inner, '.git/config'), bare)
  await rename(join(inner, '.git'), join(directory, 'hidden'))
  await rm(inner, { recursive: true })
  const outer = await GitRepository.create(directory)
  await outer.commit({ 'hidden/extra/main.tf': plainModule })
  return join(directory, 'hidden')
}

/** A work tree whose `.git` is a file that names a repository among the committed files. */
async function pointsElsewhere(given: HostileSetting): Promise<string> {
  const { directory } = given
  await createArmed(directory, uploadPack, given)
  await rename(join(directory, '.git'), join(directory, 'moved'))
  await writeFile(join(directory, '.git'), 'gitdir: moved\n')
  return directory
}

/** The folder that was the default home, with a blueprint repository whose head is missing. */
async function bringsHome(given: HostileSetting): Promise<string> {
  const { directory } = given
  const inner = join(directory, 'inner')
  await createArmed(inner, uploadPack, { ...given, directory: inner })
  const home = join(directory, '.groundplan')
  await mkdir(home, { recursive: true })
  await appendFile(join(inner, '.git/config'), bare)
  await rename(join(inner, '.git'), join(home, 'blueprint-repository.git'))
  await rm(inner, { recursive: true })
  await writeFile(join(home, 'server.json'), JSON.stringify({ pid: 1, url: given.remote }))
  const outer = await GitRepository.create(directory)
  await outer.commit({ 'm/main.tf': plainModule })
  return directory
}

/** The lines that canaries have left, one for each run of a program. */
export async function readCanaries(log: string): Promise<readonly string[]> {
  const text = await readFile(log, 'utf8').catch(() => '')
  return text.split('\n').filter((line) => line !== '')
}

/** Writes the program whose runs are counted. */
export async function writeCanary(path: string, log: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\necho "$0 $*" >> '${log}'\nexit 1\n`, { mode: 0o755 })
}
