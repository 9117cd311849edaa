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

/** Refuses pushes to the branches that the file `protected` names, and to delete any if it has `-*`, in GitHub's words. */
const updateHook = `#!/bin/sh
branch="\${1#refs/heads/}"
case "$3" in *[!0]*) ;; *) grep -qxF -e '-*' protected && branch='-*' ;; esac
if grep -qxF -e "$branch" protected; then
  echo "error: GH006: Protected branch update failed for $1." >&2
  exit 1
fi
`

/** What a repository demands of every push, as companies set it up. */
export interface PushRules {
  /** Bitbucket Data Center's "Verify Committer": the committer is who pushes. */
  readonly ownCommits?: boolean | undefined
  /** An issue key such as `PLAT-123` in each message, as the app "Yet Another Commit Checker" demands. */
  readonly issueKey?: boolean | undefined
  /** Glob for new branches, such as `feature/*`. */
  readonly branches?: string | undefined
  /** `Signed-off-by` in each message (DCO). */
  readonly signOff?: boolean | undefined
  /** GitHub's "Require signed commits"; that there is a signature, not whose. */
  readonly signatures?: boolean | undefined
}

/** Checks new commits and branches, and refuses in the hosts' words. `FORGE_EMAIL` is the address of who pushes. */
function printPreReceive({ ownCommits, issueKey, branches, signOff, signatures }: PushRules): string {
  const commitChecks = [
    ...(ownCommits === true
      ? [
          `[ "$(git log -1 --format=%ce "$commit")" = "$FORGE_EMAIL" ] || refuse "You can only push your own commits in this repository: $commit was committed by $(git log -1 --format='%cn <%ce>' "$commit")"`,
        ]
      : []),
    ...(issueKey === true
      ? [
          `git log -1 --format=%B "$commit" | grep -qE '[A-Z][A-Z0-9]+-[0-9]+' || refuse "$ref: $commit: No JIRA Issue found in commit message."`,
        ]
      : []),
    ...(signOff === true
      ? [
          `git log -1 --format=%B "$commit" | grep -q '^Signed-off-by: ' || refuse "$commit: Signed-off-by line is missing (DCO)"`,
        ]
      : []),
    ...(signatures === true
      ? [
          `git cat-file commit "$commit" | grep -q '^gpgsig' || refuse "error: GH013: Repository rule violations found for $ref. Commits must have verified signatures."`,
        ]
      : []),
  ]
  const branchCheck =
    branches === undefined
      ? ''
      : `  case "$branch" in "$main"|${branches}) ;; *) refuse "$ref: Invalid branch name. '$branch' does not match '${branches}'" ;; esac\n`
  return `#!/bin/sh
refuse() { echo "$1" >&2; exit 1; }
main="$(git symbolic-ref --short HEAD)"
while read -r old new ref; do
  case "$new" in *[!0]*) ;; *) continue ;; esac
  branch="\${ref#refs/heads/}"
${branchCheck}  for commit in $(git rev-list "$new" --not --all); do
${commitChecks.map((check) => `    ${check}\n`).join('')}    :
  done
done
`
}

/** Makes an empty bare repository that git's HTTP backend serves for reading and writing. */
export async function createBareRepository(
  directory: string,
  {
    defaultBranch,
    protectedBranches,
    rules,
  }: {
    readonly defaultBranch: string
    readonly protectedBranches: readonly string[]
    readonly rules?: PushRules | undefined
  },
): Promise<void> {
  const init = ['init', '--quiet', '--bare', '--template=', `--initial-branch=${defaultBranch}`]
  await runGit(directory, init)
  await appendFile(join(directory, 'config'), serverConfig)
  const hooks = join(directory, 'hooks')
  await mkdir(hooks)
  if (rules !== undefined) {
    await writeFile(join(hooks, 'pre-receive'), printPreReceive(rules))
    await chmod(join(hooks, 'pre-receive'), 0o755)
  }
  if (protectedBranches.length > 0) await protectBranches(directory, protectedBranches)
}

/** From now on pushes to these branches are refused, and no others; with `-*` among them, so are deletions of any branch. */
export async function protectBranches(directory: string, branches: readonly string[]): Promise<void> {
  const hook = join(directory, 'hooks', 'update')
  await writeFile(join(directory, 'protected'), branches.map((branch) => `${branch}\n`).join(''))
  await writeFile(hook, updateHook)
  await chmod(hook, 0o755)
}
