import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runProgramInHelper } from '@groundplan/process'
import { isolatedGitEnvironment } from './isolate-git.ts'

/** Files by path: their contents, or `null` to remove one. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>

/** A real git repository for tests. Each commit is a minute after the one before it. */
export class GitRepository {
  readonly directory: string
  #commits = 0

  constructor(directory: string) {
    this.directory = directory
  }

  /** Makes a repository with a work tree; its branch is `main`. */
  static async create(directory: string): Promise<GitRepository> {
    await mkdir(directory, { recursive: true })
    const repository = new GitRepository(directory)
    await repository.git('init', '--quiet', '--template=', '--initial-branch=main')
    return repository
  }

  /** Clones a repository with a work tree. */
  static async clone(address: string, directory: string): Promise<GitRepository> {
    await runGit(dirname(directory), ['clone', '--quiet', '--template=', address, directory])
    return new GitRepository(directory)
  }

  /** Runs git here and returns what it printed, without the last newline. */
  git(...args: readonly string[]): Promise<string> {
    const stamp = `${1_750_000_000 + this.#commits * 60} +0000`
    return runGit(this.directory, args, { GIT_AUTHOR_DATE: stamp, GIT_COMMITTER_DATE: stamp })
  }

  /** Writes files into the work tree. */
  async write(files: Files): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.directory, path)
      if (content === null) await rm(file, { recursive: true })
      else {
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, content)
      }
    }
  }

  /** Writes files, commits everything and returns the commit's id. */
  async commit(files: Files, message = 'change'): Promise<string> {
    await this.write(files)
    this.#commits += 1
    await this.git('add', '--all')
    await this.git('commit', '--quiet', '--allow-empty', '--message', message)
    return this.git('rev-parse', 'HEAD')
  }
}

const identity = [
  '-c',
  'user.name=Ada',
  '-c',
  'user.email=ada@example.com',
  '-c',
  'protocol.file.allow=always',
]

/** Runs git apart from the user's settings and returns what it printed, without the last newline. */
export async function runGit(
  directory: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout, stderr, exitCode } = await runProgramInHelper('git', [...identity, ...args], {
    cwd: directory,
    env: { ...isolatedGitEnvironment, ...env },
  })
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')} failed: ${stderr}`)
  return stdout.toString('utf8').replace(/\n$/, '')
}
