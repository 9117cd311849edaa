import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import type { PublicModule } from './public-module.ts'

export interface CheckOutOptions {
  /** A folder with a clone of each repository, as `owner/name` below it; absent: GitHub. */
  readonly from: string | undefined
  /** Where the copy is made. */
  readonly target: string
}

/** Clones the repository of a module and checks its commit out, as the only branch. Throws if it cannot be had. */
export async function checkOut(
  { repository, commit }: PublicModule,
  { from, target }: CheckOutOptions,
): Promise<string> {
  const local = from === undefined ? undefined : join(from, repository)
  if (local !== undefined && !existsSync(local))
    throw new Error(`There is no clone of ${repository} in ${local}.`)
  const source = local ?? `https://github.com/${repository}`
  // The folder's name becomes the title of a module at the root.
  const directory = join(target, repository.split('/').at(-1) ?? repository)
  await mkdir(target, { recursive: true })
  await git(target, 'clone', '--quiet', '--no-checkout', source, directory)
  await git(directory, 'checkout', '--quiet', '-B', 'main', commit)
  return directory
}

async function git(cwd: string, ...args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runProgram('git', args, { cwd, env: { GIT_TERMINAL_PROMPT: '0' } })
  if (exitCode !== 0) throw new Error(`git ${args[0]} in ${cwd}: ${stderr.trim()}`)
}
