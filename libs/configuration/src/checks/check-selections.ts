import { didYouMean, shorten } from '@groundplan/blueprint'
import { findGlobProblem } from '@groundplan/change-set'
import type { Configuration, RepositorySelection } from '../configuration.ts'
import { parseSince } from '../duration.ts'
import type { Finding } from '../finding.ts'
import { hostFacts } from '../host-facts.ts'
import { checkOverlaps } from './check-overlaps.ts'

type Path = readonly string[]

/** Checks each selection, and how they overlap. */
export function checkSelections(configuration: Configuration): readonly Finding[] {
  const { hosts, repositories } = configuration
  return [
    ...repositories.flatMap((selection, index) => {
      const path = ['repositories', String(index)]
      return [
        ...checkHost(selection, path, Object.keys(hosts)),
        ...checkOwner(selection, path),
        ...checkGlobs(selection, path),
        ...checkSince(selection, path),
        ...checkRefs(selection, path),
        ...checkFilters(selection, path, hosts),
      ]
    }),
    ...checkOverlaps(repositories),
  ]
}

function checkHost({ host }: RepositorySelection, path: Path, names: readonly string[]): readonly Finding[] {
  if (names.includes(host)) return []
  const list =
    names.length === 0
      ? 'Add it under `hosts`.'
      : `Defined hosts: ${names.slice(0, 12).map(shorten).join(', ')}.`
  return [
    {
      rule: 'undefined-host',
      path: [...path, 'host'],
      message: `Undefined host "${shorten(host)}".`,
      hint: didYouMean(host, names) ?? list,
    },
  ]
}

function checkOwner({ owner }: RepositorySelection, path: Path): readonly Finding[] {
  if (owner.trim() !== '' && !owner.includes('://') && !/[*?]/.test(owner)) return []
  const message =
    owner.trim() === '' ? 'The owner is empty.' : 'The owner must be a name, not a URL or a glob.'
  const hint = 'Write the organization, workspace or project as in addresses, e.g. `owner: acme`.'
  return [{ rule: 'owner', path: [...path, 'owner'], message, hint }]
}

function checkGlobs(selection: RepositorySelection, path: Path): readonly Finding[] {
  const { include, exclude, refs = [], tags, paths } = selection
  const lists: readonly (readonly [Path, readonly string[]])[] = [
    [[...path, 'include'], include],
    [[...path, 'exclude'], exclude],
    [[...path, 'refs'], refs],
    [[...path, 'paths', 'include'], paths.include],
    [[...path, 'paths', 'exclude'], paths.exclude],
  ]
  return [
    ...lists.flatMap(([at, globs]) =>
      globs.flatMap((glob, index) => checkGlob([...at, String(index)], glob)),
    ),
    ...(tags === undefined ? [] : checkGlob([...path, 'tags'], tags)),
  ]
}

function checkGlob(path: Path, glob: string): readonly Finding[] {
  const problem = findGlobProblem(glob)
  if (problem === undefined) return []
  const hint = glob.startsWith('!')
    ? 'List it under `exclude`.'
    : '`*` and `?` match within one name, `**` matches any number of folders. Instead of brackets, list several globs.'
  return [{ rule: 'glob', path, message: `Invalid glob "${shorten(glob)}": it ${problem}.`, hint }]
}

function checkSince(selection: RepositorySelection, path: Path): readonly Finding[] {
  const since = selection['updated-since']
  // Validity does not depend on the current time.
  if (since === undefined || parseSince(since, new Date(0)) !== undefined) return []
  const message = `Invalid date or duration "${shorten(since)}".`
  const hint = 'Use a value such as `2024-01-31`, `90d`, `12w` or `2y`.'
  return [{ rule: 'date', path: [...path, 'updated-since'], message, hint }]
}

function checkRefs({ refs, tags }: RepositorySelection, path: Path): readonly Finding[] {
  if (refs === undefined || tags === undefined) return []
  const message = '`refs` has no effect: tags are read instead of branches.'
  return [{ rule: 'conflicting-keys', path: [...path, 'refs'], message, hint: 'Remove `refs` or `tags`.' }]
}

function checkFilters(
  selection: RepositorySelection,
  path: Path,
  hosts: Configuration['hosts'],
): readonly Finding[] {
  const kind = Object.hasOwn(hosts, selection.host) ? hosts[selection.host]?.kind : undefined
  if (kind === undefined) return []
  const facts = hostFacts[kind]
  const asked = [
    ['topics', facts.topics],
    ['language', facts.language],
    ['updated-since', facts.updated],
  ] as const
  const unknown = asked.filter(([key, isTold]) => selection[key] !== undefined && !isTold)
  return [
    ...unknown.map(([key]): Finding => {
      const message = `Hosts of kind ${kind} do not support the filter \`${key}\`.`
      return {
        rule: 'unsupported-filter',
        path: [...path, key],
        message,
        hint: 'Remove the filter and select repositories by name.',
      }
    }),
    ...(facts.nestedNames
      ? []
      : selection.include.flatMap((glob, index) => checkNested(glob, [...path, 'include', String(index)]))),
  ]
}

/** A glob such as `terraform/*` never matches a name without folders. */
function checkNested(glob: string, path: Path): readonly Finding[] {
  const names = glob.split('/').filter((segment) => segment !== '**' && segment !== '' && segment !== '.')
  if (names.length < 2) return []
  const message = `The glob "${shorten(glob)}" matches nothing: repository names contain no "/" on this host.`
  return [
    {
      rule: 'unreachable',
      path,
      message,
      hint: 'Move the owner to `owner` and keep only the repository name here.',
    },
  ]
}
