import { runGit } from './run-git.ts'

export interface GitCommit {
  readonly id: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: { readonly name: string; readonly email: string; readonly date: string }
  readonly committer: { readonly name: string; readonly email: string; readonly date: string }
  readonly message: string
}

export interface ListCommitsOptions {
  /** Revisions as `git log` takes them: `<commit>`, `<base>..<head>`. */
  readonly range: string
  readonly limit?: number
  readonly skip?: number
  readonly path?: string | undefined
}

/** Commits, newest first. */
export async function listCommits(
  directory: string,
  { range, limit = 100, skip = 0, path }: ListCommitsOptions,
): Promise<readonly GitCommit[]> {
  const fields = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x1f')
  const args = ['log', '-z', `--format=${fields}`, `--max-count=${limit}`, `--skip=${skip}`, range, '--']
  const text = await runGit(directory, path === undefined ? args : [...args, path])
  return text
    .split('\0')
    .filter((entry) => entry !== '')
    .map(parseCommit)
}

function parseCommit(entry: string): GitCommit {
  const [
    id = '',
    tree = '',
    parents = '',
    name = '',
    email = '',
    date = '',
    cName = '',
    cEmail = '',
    cDate = '',
    message = '',
  ] = entry.split('\x1f')
  return {
    id,
    tree,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    author: { name, email, date },
    committer: { name: cName, email: cEmail, date: cDate },
    message: message.trimEnd(),
  }
}
