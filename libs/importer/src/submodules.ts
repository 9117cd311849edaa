import type { Diagnostic } from '@groundplan/errors'
import type { TreeEntry } from '@groundplan/scm'
import { isWithin } from './discover-modules.ts'

/** Directories of git submodules, in path order. Their files are in other repositories. */
export function listSubmodules(entries: readonly TreeEntry[], scope = '.'): readonly string[] {
  return entries.flatMap(({ kind, path }) => (kind === 'submodule' && isWithin(path, scope) ? [path] : []))
}

/** How many are named in a note. */
const mostNamed = 5

/** One note for all submodules of a repository, none if it has none. */
export function describeSubmodules(paths: readonly string[]): readonly Diagnostic[] {
  const [first] = paths
  if (first === undefined) return []
  const named = paths.slice(0, mostNamed).join(', ')
  const list = paths.length > mostNamed ? `${named} and ${paths.length - mostNamed} more` : named
  const message = `Git submodules are not read: ${list}.`
  const hint = 'To import modules in them, select their own repositories.'
  return [{ severity: 'note', rule: 'submodule', file: first, message, hint }]
}
