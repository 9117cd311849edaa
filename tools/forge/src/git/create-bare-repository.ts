import { appendFile, chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runGit } from './run-git.ts'

/** What hosts allow: pushes, clones without blobs, and fetching any object by its id. */
const serverConfig = `[http]
	receivepack = true
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[receive]
	autogc = false
[gc]
	auto = 0
`

/** Refuses pushes to the branches that the file `protected` names, in GitHub's words. */
const updateHook = `#!/bin/sh
branch="\${1#refs/heads/}"
if grep -qxF -e "$branch" protected; then
  echo "error: GH006: Protected branch update failed for $1." >&2
  exit 1
fi
`

/** Makes an empty bare repository that git's HTTP backend serves for reading and writing. */
export async function createBareRepository(
  directory: string,
  { defaultBranch, protectedBranches }: { defaultBranch: string; protectedBranches: readonly string[] },
): Promise<void> {
  const init = ['init', '--quiet', '--bare', '--template=', `--initial-branch=${defaultBranch}`]
  await runGit(directory, init)
  await appendFile(join(directory, 'config'), serverConfig)
  if (protectedBranches.length === 0) return
  const hooks = join(directory, 'hooks')
  await mkdir(hooks)
  await writeFile(join(directory, 'protected'), `${protectedBranches.join('\n')}\n`)
  await writeFile(join(hooks, 'update'), updateHook)
  await chmod(join(hooks, 'update'), 0o755)
}
