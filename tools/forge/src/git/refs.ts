import { runGit, tryGit } from './run-git.ts'

/** Commits by full name of the branch or tag; tags are followed to their commit. */
export async function readRefs(directory: string): Promise<ReadonlyMap<string, string>> {
  const format = '--format=%(refname) %(objectname) %(*objectname)'
  const text = await runGit(directory, ['for-each-ref', format, 'refs/heads', 'refs/tags'])
  const lines = text.split('\n').filter((line) => line !== '')
  return new Map(
    lines.map((line) => {
      const [name = '', object = '', peeled = ''] = line.split(' ')
      return [name, peeled === '' ? object : peeled]
    }),
  )
}

/** Points a branch at a commit, or takes it away. */
export async function moveRef(directory: string, ref: string, commit: string | undefined): Promise<void> {
  await runGit(directory, commit === undefined ? ['update-ref', '-d', ref] : ['update-ref', ref, commit])
}

/** The commit that a branch, tag or id means. */
export async function findCommit(directory: string, ref: string): Promise<string | undefined> {
  const result = await tryGit(directory, [
    'rev-parse',
    '--quiet',
    '--verify',
    '--end-of-options',
    `${ref}^{commit}`,
  ])
  return result.exitCode === 0 ? result.stdout.toString('utf8').trim() : undefined
}

export async function isAncestor(directory: string, ancestor: string, commit: string): Promise<boolean> {
  const result = await tryGit(directory, ['merge-base', '--is-ancestor', ancestor, commit])
  return result.exitCode === 0
}
