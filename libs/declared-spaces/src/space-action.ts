import { printMinutes, type Member, type SpaceLimits } from '@groundplan/access'
import type { InputPresets } from '@groundplan/blueprint'
import type { CredentialRequest } from '@groundplan/cloud-credentials'

/** One change of what spaces are to what their files say. Plain data. */
export type SpaceAction =
  | {
      readonly kind: 'create-space' | 'change-space'
      readonly space: string
      readonly title: string
      readonly description: string
      /** The file. */
      readonly path: string
      /** What of the space it lists. */
      readonly parts: readonly SpacePart[]
    }
  /** Its file is gone: people manage it again, and nothing else changes. */
  | { readonly kind: 'release-space'; readonly space: string }
  | {
      readonly kind: 'add-member' | 'remove-member'
      readonly space: string
      readonly member: Pick<Member, 'kind' | 'name' | 'role'>
    }
  | { readonly kind: 'set-limits'; readonly space: string; readonly limits: SpaceLimits }
  | { readonly kind: 'set-pool'; readonly space: string; readonly pool: string | null }
  | { readonly kind: 'set-credential'; readonly space: string; readonly credential: DeclaredCredential }
  | { readonly kind: 'remove-credential'; readonly space: string; readonly name: string }
  | ({ readonly kind: 'publish'; readonly space: string; readonly blueprint: string } & InputPresets)
  | { readonly kind: 'unpublish'; readonly space: string; readonly blueprint: string }

export type DeclaredCredential = Exclude<CredentialRequest, { readonly kind: 'static-keys' }>

export type SpacePart = 'members' | 'limits' | 'pool' | 'credentials' | 'blueprints'

/** On one line, for people. */
export function describeAction(action: SpaceAction): string {
  const { space } = action
  switch (action.kind) {
    case 'create-space':
      return `${space}: create the space "${action.title}"`
    case 'change-space':
      return `${space}: change the space to "${action.title}", declared in ${action.path}`
    case 'release-space':
      return `${space}: no longer declared; nothing in it changes`
    case 'add-member':
      return `${space}: give the ${action.member.kind} "${action.member.name}" the role "${action.member.role}"`
    case 'remove-member':
      return `${space}: take the role "${action.member.role}" from the ${action.member.kind} "${action.member.name}"`
    case 'set-limits':
      return `${space}: set the limits to ${describeLimits(action.limits)}`
    case 'set-pool':
      return action.pool === null
        ? `${space}: demand no pool of workers`
        : `${space}: demand the pool of workers "${action.pool}"`
    case 'set-credential':
      return `${space}: set the credential "${action.credential.name}"`
    case 'remove-credential':
      return `${space}: remove the credential "${action.name}"`
    case 'publish':
      return `${space}: publish the blueprint "${action.blueprint}"`
    case 'unpublish':
      return `${space}: no longer publish the blueprint "${action.blueprint}"`
  }
}

/** On one line, for people: `environments 5, maximum duration 8h`. */
function describeLimits(limits: SpaceLimits): string {
  const { environments, environmentsPerPerson, defaultDuration, maxDuration } = limits
  const parts = [
    environments === undefined ? undefined : `environments ${environments}`,
    environmentsPerPerson === undefined ? undefined : `environments per person ${environmentsPerPerson}`,
    defaultDuration === undefined ? undefined : `default duration ${printMinutes(defaultDuration)}`,
    maxDuration === undefined ? undefined : `maximum duration ${printMinutes(maxDuration)}`,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? 'none' : parts.join(', ')
}
