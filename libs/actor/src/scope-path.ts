import type { Scope } from './scope.ts'

/**
 * `<space>/<blueprint repository>`, for the names of queues and folders. It has only lower-case letters, digits, `-` and `_`,
 * and different scopes have different paths, also on file systems that ignore case.
 */
export function scopePath({ spaceId, blueprintRepositoryId }: Scope): string {
  return `${encode(spaceId)}/${encode(blueprintRepositoryId)}`
}

function encode(id: string): string {
  if (id === '') return '_'
  return Array.from(id, (character) =>
    /[a-z0-9-]/.test(character) ? character : `_${character.codePointAt(0)?.toString(16)}_`,
  ).join('')
}
