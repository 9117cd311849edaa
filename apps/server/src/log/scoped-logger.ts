import type { Scope } from '@groundplan/actor'
import { scopeInNames } from '../default-scope.ts'
import type { Logger } from './create-logger.ts'

/** A logger whose lines name the scope, unless that is the default one, which most servers only have. */
export function scopedLogger(logger: Logger, scope: Scope): Logger {
  const named = scopeInNames(scope)
  if (named === undefined) return logger
  return logger.child({ space: named.spaceId, blueprintRepository: named.blueprintRepositoryId })
}
