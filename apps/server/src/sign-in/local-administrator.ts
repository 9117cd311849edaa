import type { Caller, Identity } from '@groundplan/access'

/** The one person of a server without an identity provider. */
export const localAdministrator: Identity = {
  ...{ issuer: 'groundplan:local', subject: 'administrator' },
  ...{ username: 'local administrator', displayName: 'Local administrator', groups: [] },
}

const localActorId = `${localAdministrator.issuer}#${localAdministrator.subject}`

/** True for whoever has signed in with a link or the token in the home folder. */
export function isLocalAdministrator({ actor }: Pick<Caller, 'actor'>): boolean {
  return actor.kind === 'person' && actor.id === localActorId
}
