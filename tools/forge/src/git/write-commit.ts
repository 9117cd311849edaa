import type { GitPerson } from './git-person.ts'
import { runGit } from './run-git.ts'

export interface CommitOptions {
  readonly branch: string
  /** Commit on which it stands; none for the first of a repository. */
  readonly parent: string | undefined
  /** Contents by path; `null` deletes a file. */
  readonly files: Readonly<Record<string, string | null>>
  readonly message: string
  readonly author: GitPerson
  readonly date: Date
}

/** Makes one commit and points the branch at it; returns its id. */
export async function writeCommit(directory: string, options: CommitOptions): Promise<string> {
  const input = Buffer.concat(printCommit(options))
  return runGit(directory, ['fast-import', '--quiet', '--done', '--force'], { input })
}

function printCommit({ branch, parent, files, message, author, date }: CommitOptions): Buffer[] {
  const when = `${author.name} <${author.email}> ${Math.floor(date.getTime() / 1000)} +0000`
  const head = `commit refs/heads/${branch}\nmark :1\nauthor ${when}\ncommitter ${when}\n`
  return [
    Buffer.from(head),
    ...printBytes(Buffer.from(`${message}\n`)),
    Buffer.from(parent === undefined ? '' : `from ${parent}\n`),
    ...Object.entries(files).flatMap(([path, content]) =>
      content === null
        ? [Buffer.from(`D ${quotePath(path)}\n`)]
        : [Buffer.from(`M 100644 inline ${quotePath(path)}\n`), ...printBytes(Buffer.from(content))],
    ),
    // Its answer is the commit's id.
    Buffer.from('\nget-mark :1\ndone\n'),
  ]
}

function quotePath(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

function printBytes(bytes: Buffer): Buffer[] {
  return [Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]
}
