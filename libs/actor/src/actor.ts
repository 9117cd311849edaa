/** Who acts. Plain data, stored as JSON with every change. */
export type Actor =
  /** A user of this server. */
  | {
      readonly kind: 'person'
      readonly name: string
      /** Issuer and subject of an identity provider; names may change hands, these do not. */
      readonly id?: string | undefined
      /** True if the identity was not verified. */
      readonly unverified?: boolean | undefined
    }
  | { readonly kind: 'api-token'; readonly name: string; readonly unverified?: boolean | undefined }
  /** A program that another identity provider vouches for: the subject and the issuer of its tokens. */
  | { readonly kind: 'workload'; readonly name: string; readonly issuer: string }
  | { readonly kind: 'schedule'; readonly name: string }
  | { readonly kind: 'policy'; readonly name: string }
  /** Somebody at a host, or with git; without a name where the host does not tell. */
  | { readonly kind: 'host-person'; readonly host: string; readonly name?: string | undefined }
  | { readonly kind: 'host-webhook'; readonly host: string }
  /** Somebody who sent no valid token. */
  | { readonly kind: 'anonymous' }
  /** Groundplan itself. */
  | { readonly kind: 'system' }

export type ActorKind = Actor['kind']

export const systemActor: Actor = { kind: 'system' }

export const anonymousActor: Actor = { kind: 'anonymous' }

/** A user of this server. */
export function person(name: string): Actor {
  return { kind: 'person', name }
}

/** An unidentified person who pushed with git. */
export const gitActor: Actor = { kind: 'host-person', host: 'git' }

/** Somebody at the host that has this page. */
export function hostPerson(pageUrl: string, name?: string): Actor {
  const host = URL.parse(pageUrl)?.hostname || 'host'
  return { kind: 'host-person', host, ...(name === undefined ? {} : { name }) }
}

/** The actor as people read it, on one line. */
export function displayActor(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
    case 'api-token':
      return actor.unverified === true ? `${actor.name} (unverified)` : actor.name
    case 'workload':
      return `workload ${actor.name}`
    case 'schedule':
      return `schedule ${actor.name}`
    case 'policy':
      return `policy ${actor.name}`
    case 'host-person':
      return actor.name ?? actor.host
    case 'host-webhook':
      return `webhook of ${actor.host}`
    case 'anonymous':
      return 'anonymous'
    case 'system':
      return 'Groundplan'
  }
}
