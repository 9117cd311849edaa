import { listChanges } from './list-changes.ts'
import type { RepositoryContent } from './read-content.ts'
import type { Person, SampleCommit, SampleHistory, SampleTag } from './sample-history.ts'

/**
 * A history as a stream for `git fast-import --done` (https://git-scm.com/docs/git-fast-import).
 * The same history gives the same bytes, and so the same commit ids.
 */
export function printFastImport(history: SampleHistory, content: RepositoryContent): Buffer {
  const parts = history.commits.flatMap((commit, index) => [
    ...printCommit(commit, index + 1, content),
    ...(commit.tags ?? []).flatMap((tag) => printTag(tag, commit, index + 1)),
  ])
  return Buffer.concat([...parts, Buffer.from('done\n')])
}

function printCommit(commit: SampleCommit, mark: number, content: RepositoryContent): Buffer[] {
  const when = printWhen(commit.author, commit.date)
  const head = `commit refs/heads/main\nmark :${mark}\nauthor ${when}\ncommitter ${when}\n`
  const changes = listChanges(commit, content).flatMap((change) =>
    change.content === undefined
      ? [Buffer.from(`D ${change.path}\n`)]
      : [Buffer.from(`M 100644 inline ${change.path}\n`), ...printBytes(change.content)],
  )
  return [Buffer.from(head), ...printBytes(Buffer.from(`${commit.message}\n`)), ...changes]
}

function printTag(tag: SampleTag, commit: SampleCommit, mark: number): Buffer[] {
  if (tag.message === undefined) return [Buffer.from(`reset refs/tags/${tag.name}\nfrom :${mark}\n\n`)]
  const head = `tag ${tag.name}\nfrom :${mark}\ntagger ${printWhen(commit.author, commit.date)}\n`
  return [Buffer.from(head), ...printBytes(Buffer.from(`${tag.message}\n`))]
}

function printWhen(person: Person, date: string): string {
  const seconds = Date.parse(date) / 1000
  const offset = date.slice(-6).replace(':', '')
  return `${person.name} <${person.email}> ${seconds} ${offset}`
}

function printBytes(bytes: Buffer): Buffer[] {
  return [Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]
}
