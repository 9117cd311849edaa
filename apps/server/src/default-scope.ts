import { homeSpaceId, type Scope } from '@groundplan/actor'

/** The home space and its blueprint repository, for which a server works until there are several. Nothing else names the latter. */
export const defaultScope: Scope = { spaceId: homeSpaceId, blueprintRepositoryId: 'default' }

/** The scope as names of queues and folders contain it. Those of the default scope contain none, as before there were scopes. */
export function scopeInNames(scope: Scope): Scope | undefined {
  const isDefault =
    scope.spaceId === defaultScope.spaceId &&
    scope.blueprintRepositoryId === defaultScope.blueprintRepositoryId
  return isDefault ? undefined : scope
}
