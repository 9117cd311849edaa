import { matchesGlob } from '@groundplan/change-set'
import type { RepositorySelection } from '../configuration.ts'
import type { Finding } from '../finding.ts'

/** The work grows with the square of their number. */
const mostCompared = 300

/** Selections that match nothing, alone or after the selections before them. */
export function checkOverlaps(selections: readonly RepositorySelection[]): readonly Finding[] {
  return selections.slice(0, mostCompared).flatMap((selection, index) => {
    const path = ['repositories', String(index)]
    return [
      ...checkExcluded(selection.include, selection.exclude, [...path, 'exclude']),
      ...checkExcluded(selection.paths.include, selection.paths.exclude, [...path, 'paths', 'exclude']),
      ...checkEarlier(selection, selections.slice(0, index), path),
    ]
  })
}

function checkExcluded(
  include: readonly string[],
  exclude: readonly string[],
  path: readonly string[],
): readonly Finding[] {
  if (include.length > 0 && !include.every((glob) => isWithin(glob, exclude))) return []
  const message = 'Everything that is included is also excluded, so nothing is selected.'
  return [{ rule: 'unreachable', path, message, hint: 'Extend `include` or narrow `exclude`.' }]
}

function checkEarlier(
  selection: RepositorySelection,
  earlier: readonly RepositorySelection[],
  path: readonly string[],
): readonly Finding[] {
  const index = earlier.findIndex((other) => covers(other, selection))
  const other = earlier[index]
  if (other === undefined) return []
  const place = `number ${index + 1}`
  if (JSON.stringify(other) === JSON.stringify(selection)) {
    const message = `This selection duplicates ${place}.`
    return [{ rule: 'duplicate-selection', path, message, hint: 'Remove one of them.' }]
  }
  const message = `This selection is never used: selection ${place} comes first and matches the same repositories.`
  return [{ rule: 'unreachable-selection', path, message, hint: 'Move the narrower selection up.' }]
}

/** True if the first certainly takes every repository that the second takes. */
function covers(first: RepositorySelection, second: RepositorySelection): boolean {
  return (
    first.host === second.host &&
    first.owner.toLowerCase() === second.owner.toLowerCase() &&
    second.include.every((glob) => isWithin(glob, first.include)) &&
    first.exclude.every((glob) => isWithin(glob, second.exclude)) &&
    (first.topics === undefined ||
      (second.topics?.every((topic) => first.topics?.includes(topic)) ?? false)) &&
    (first.language === undefined || first.language === second.language) &&
    (first.archived || !second.archived) &&
    (first.forks || !second.forks) &&
    (first['updated-since'] === undefined || first['updated-since'] === second['updated-since'])
  )
}

/** True if a glob certainly matches no more than others do: it is one of them, or a plain name that one matches. */
function isWithin(glob: string, others: readonly string[]): boolean {
  if (others.includes(glob) || others.includes('**')) return true
  if (others.includes('*') && !glob.includes('/') && glob !== '**') return true
  return !/[*?]/.test(glob) && others.some((other) => matchesGlob(other.toLowerCase(), glob.toLowerCase()))
}
