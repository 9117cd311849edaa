/**
 * A sample repository's history as it is written down: commits oldest first, on one branch. Files live beside it:
 * `repositories/<name>/` holds the present content, `history/<name>/<slug>/` what a commit wrote that a later one changed.
 */
export interface SampleHistory {
  readonly name: string
  readonly commits: readonly SampleCommit[]
  /** Id of the last commit, recorded so that an accidental change is noticed. */
  readonly head: string
}

export interface SampleCommit {
  /** Names the commit and, where it has one, its folder of earlier content. */
  readonly slug: string
  /** ISO 8601 with a time zone offset. */
  readonly date: string
  readonly author: Person
  readonly message: string
  /** Files and folders whose present content the commit brought; its own earlier content wins. */
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
  readonly tags?: readonly SampleTag[]
}

export interface Person {
  readonly name: string
  readonly email: string
}

/** A tag with a message is an annotated tag, without one a light tag. */
export interface SampleTag {
  readonly name: string
  readonly message?: string
}
