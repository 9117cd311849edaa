import { remember } from './remember.ts'
import { tryGit } from './run-git.ts'

/** Paths that differ from the commit where a branch left its base, `undefined` if there is none; both are commits. */
export const listChangedPaths = remember(
  async (directory, base = '', head = ''): Promise<ReadonlySet<string> | undefined> => {
    const flags = ['--name-only', '-z', '--merge-base']
    const { exitCode, stdout } = await tryGit(directory, ['diff', ...flags, base, head])
    return exitCode === 0 ? new Set(stdout.toString('utf8').split('\0')) : undefined
  },
)
