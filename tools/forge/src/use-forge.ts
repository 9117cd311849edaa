import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GitRepository, isolateGit, runGit } from '@groundplan/testing'
import { Octokit } from '@octokit/rest'
import { afterEach, beforeEach } from 'vitest'
import type { Forge, ForgeHost } from './forge.ts'
import { startForge } from './start-forge.ts'

export interface ForgeUse {
  readonly forge: Forge
  readonly github: ForgeHost
  /** GitHub's own client, with the bot's token. */
  readonly octokit: Octokit
  /** Runs git with the bot's credentials. */
  git(directory: string, ...args: readonly string[]): Promise<string>
  /** Clones a repository with the bot's credentials into a new folder. */
  clone(owner: string, name: string, ...args: readonly string[]): Promise<GitRepository>
  /** A new folder that goes after the test. */
  folder(): Promise<string>
}

/** For tests: starts a forge before each test, and ends it afterwards. */
export function useForge(): () => ForgeUse {
  let use: ForgeUse | undefined
  const folders: string[] = []
  isolateGit()
  beforeEach(async () => {
    use = createUse(await startForge(), folders)
  })
  afterEach(async () => {
    await use?.forge.close()
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
  })
  return () => {
    if (use === undefined) throw new Error('The forge has not started.')
    return use
  }
}

function createUse(forge: Forge, folders: string[]): ForgeUse {
  const { github } = forge.hosts
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const folder = async () => {
    const directory = await mkdtemp(join(tmpdir(), 'groundplan-forge-test-'))
    folders.push(directory)
    return directory
  }
  const git = (directory: string, ...args: readonly string[]) =>
    runGit(directory, ['-c', authorize(github), ...args])
  return {
    forge,
    github,
    octokit: new Octokit({ baseUrl: github.apiUrl, auth: github.token, log }),
    git,
    folder,
    clone: async (owner, name, ...args) => {
      const directory = await folder()
      await git(directory, 'clone', '--quiet', ...args, `${github.webUrl}/${owner}/${name}.git`, '.')
      return new GitRepository(directory)
    },
  }
}

function authorize({ username, token }: ForgeHost): string {
  const basic = Buffer.from(`${username}:${token}`).toString('base64')
  return `http.extraHeader=Authorization: Basic ${basic}`
}
