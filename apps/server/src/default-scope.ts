import type { Scope } from '@groundplan/actor'

/** The space and blueprint repository that a server works for until there are several. Nothing else names them. */
export const defaultScope: Scope = { spaceId: 'default', blueprintRepositoryId: 'default' }

/** The scope as names of queues and folders contain it. Those of the default scope contain none, as before there were scopes. */
export function scopeInNames(scope: Scope): Scope | undefined {
  const isDefault =
    scope.spaceId === defaultScope.spaceId &&
    scope.blueprintRepositoryId === defaultScope.blueprintRepositoryId
  return isDefault ? undefined : scope
}
