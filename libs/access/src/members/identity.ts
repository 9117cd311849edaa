import type { Actor } from '@groundplan/actor'

/** Somebody as an identity provider describes them when they sign in. */
export interface Identity {
  /** Address of the provider. */
  readonly issuer: string
  /** What the provider calls the person; never reused. */
  readonly subject: string
  /** What members and history name the person by, e.g. an e-mail address. */
  readonly username: string
  /** For people; the username where the provider tells none. */
  readonly displayName: string
  readonly groups: readonly string[]
}

/** The identity as history records it. */
export function actorOf({ issuer, subject, username }: Identity): Actor {
  return { kind: 'person', name: username, id: `${issuer}#${subject}` }
}
