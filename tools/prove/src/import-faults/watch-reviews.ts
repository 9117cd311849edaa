import type { ForgePeople } from '@groundplan/forge'
import { blueprints } from './blueprint-repository.ts'

/**
 * What must hold at every moment: one open pull request for each branch and, among those who share a database, for each blueprint
 * (one without a record of it cannot know the blueprint of a repository that was renamed).
 */
export function checkReviews(
  people: ForgePeople,
  owner: string,
  { isShared = true }: { readonly isShared?: boolean } = {},
): readonly string[] {
  const open = people.listPullRequests(owner, blueprints).filter(({ status }) => status === 'open')
  const branches = open.map(({ branch }) => branch)
  const carried = open.flatMap(({ body }) =>
    (/groundplan:proposal ([^)]*)\)/.exec(body)?.[1] ?? '').split(' ').filter((name) => name !== ''),
  )
  return [
    ...duplicates(branches).map((branch) => `two open pull requests of ${branch}`),
    ...(isShared ? duplicates(carried) : []).map(
      (name) => `two open pull requests for the blueprint ${name}`,
    ),
  ]
}

function duplicates(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}
