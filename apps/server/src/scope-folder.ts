import { join } from 'node:path'
import { scopePath, type Scope } from '@groundplan/actor'
import { scopeInNames } from './default-scope.ts'

/**
 * Where a scope's blueprint repository, copies and clones are: in the home itself, or below `scopes` for all but the default one.
 * Nothing is shared: a clone may only be read by whoever has the credentials that it was fetched with.
 */
export function scopeFolder(home: string, scope: Scope): string {
  const named = scopeInNames(scope)
  return named === undefined ? home : join(home, 'scopes', scopePath(named))
}
