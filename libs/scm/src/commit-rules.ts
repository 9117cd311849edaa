/**
 * Commit rules: what a company demands of every commit that Groundplan makes. One object holds all of them, and everything that
 * makes commits applies it with `applyCommitRules`.
 */
import { generator } from './generator.ts'
import type { CommitAuthor, ReviewRepository } from './review-repository.ts'

/** What a commit or pull request is for. */
export type ChangeKind = 'proposal' | 'decision' | 'merge' | 'dashboard' | 'configuration' | 'repository'

/** What a commit or pull request is about, for templates. */
export interface ChangeSubject {
  readonly kind: ChangeKind
  /** Absent if it is about several. */
  readonly blueprint?: string | undefined
  /** Short name of the source repository; absent if it is about several. */
  readonly repository?: string | undefined
}

/** A private key to sign commits with. */
export interface SigningKey {
  readonly format: 'ssh' | 'gpg'
  /** In the text format of `ssh-keygen`, or as `gpg --armor --export-secret-keys` prints it. */
  readonly privateKey: string
  /** Where the operator keeps it, for messages: the name of a variable or a path. */
  readonly source: string
}

export interface CommitRules {
  /** Author of every commit, also of reviewers' decisions; without it, Groundplan or the reviewer. */
  readonly author?: CommitAuthor | undefined
  /** The author, if absent. */
  readonly committer?: CommitAuthor | undefined
  /** Adds a `Signed-off-by` line of the committer. */
  readonly signOff?: boolean | undefined
  readonly signingKey?: SigningKey | undefined
  /** The first line of a message, by the company's template. */
  readonly renderSubject?: ((subject: string, about: ChangeSubject) => string) | undefined
  /** Lines that end each message, such as `Issue: PLAT-123`. */
  readonly trailers?: ((about: ChangeSubject) => readonly string[]) | undefined
}

/** Finds the rules in force; for the first commit of a repository, without the repository. Throws InputError if they are invalid. */
export type FindCommitRules = (repository: ReviewRepository | undefined) => Promise<CommitRules>

export interface RuledCommit {
  readonly author: CommitAuthor
  readonly committer: CommitAuthor
  readonly message: string
}

interface UnruledCommit {
  readonly author: CommitAuthor
  readonly message: string
  readonly about?: ChangeSubject | undefined
}

/** Who makes a commit and what its message says, by the rules. Without rules, the author commits. */
export function applyCommitRules(
  { author: given, message, about }: UnruledCommit,
  rules: CommitRules = {},
): RuledCommit {
  const author = rules.author ?? given
  const committer = rules.committer ?? author
  return { author, committer, message: composeMessage({ message, about, committer }, rules) }
}

/** A message by the rules, for commits that a host makes as well. */
export function composeMessage(
  {
    message,
    about = { kind: 'proposal' },
    committer,
  }: {
    readonly message: string
    readonly about?: ChangeSubject | undefined
    readonly committer?: CommitAuthor | undefined
  },
  rules: CommitRules,
): string {
  const end = message.indexOf('\n')
  const [subject, rest] = end < 0 ? [message, ''] : [message.slice(0, end), message.slice(end)]
  const first = rules.renderSubject?.(subject, about) ?? subject
  const { name, email } = committer ?? rules.committer ?? rules.author ?? generator
  const signOff = rules.signOff === true ? [`Signed-off-by: ${name} <${email}>`] : []
  return appendTrailers(`${first}${rest}`, [...(rules.trailers?.(about) ?? []), ...signOff])
}

const trailerLine = /^[A-Za-z0-9][A-Za-z0-9-]*: \S/

/** Adds lines to the trailers at the end of a message; those that it has already stay once. */
export function appendTrailers(message: string, trailers: readonly string[]): string {
  const text = message.trimEnd()
  const paragraphs = text.split('\n\n')
  const last = paragraphs.length > 1 ? (paragraphs.at(-1) ?? '').split('\n') : []
  const added = trailers.filter((line, index) => !last.includes(line) && trailers.indexOf(line) === index)
  if (added.length === 0) return message
  const joins = last.length > 0 && last.every((line) => trailerLine.test(line))
  return `${text}${joins ? '\n' : '\n\n'}${added.join('\n')}\n`
}
