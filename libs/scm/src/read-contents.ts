/**
 * Why the content of a file was not read: its object is `missing` from the repository, `too-large`, or comes after so many others
 * that they are `too-much` together.
 */
export type UnreadReason = 'missing' | 'too-large' | 'too-much'

/** Contents by blob id, and why others that were asked for are not among them. */
export interface ReadContents<Content> extends ReadonlyMap<string, Content> {
  /** By blob id. */
  readonly unread?: ReadonlyMap<string, UnreadReason> | undefined
}
