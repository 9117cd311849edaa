import { listComments, missingComments, type Comment } from './comments.ts'
import { commentsLost } from './findings.ts'
import type { Finding } from './merge-plan.ts'
import { pathAt } from './paths.ts'
import type { TextTree } from './read-tree.ts'
import type { SettledText } from './settle-text.ts'
import type { Splice } from './splice.ts'

interface Trees {
  readonly base: TextTree
  readonly edited: TextTree
  readonly generated: TextTree
}

/**
 * Edited comments that were removed with the lines next to them, and generated comments that could not be
 * placed.
 */
export function findLostComments(
  { base, edited, generated }: Trees,
  { tree, splices }: SettledText,
  known: readonly Finding[],
): readonly Finding[] {
  const [before, ours, theirs, merged] = [base, edited, generated, tree].map(({ text }) => listComments(text))
  if (before === undefined || ours === undefined || theirs === undefined || merged === undefined) return []
  const { inside, outside } = sortByPlace(ours, splices)
  const quoted = known.flatMap(({ kind, edited: text = '' }) =>
    kind === 'removed' ? listComments(text) : [],
  )
  const lost = missingComments([...inside, ...outside], [before, [...merged, ...quoted]])
  const places = Map.groupBy(lost, ({ offset }) => JSON.stringify(pathAt(edited.root.value, offset)))
  const found = [...places].map(([path, comments]) =>
    commentsLost(
      JSON.parse(path) as string[],
      comments.map(({ text }) => text),
      'edited',
    ),
  )
  const missed = missingComments(theirs, [before, merged]).map(({ text }) => text)
  return missed.length === 0 ? found : [...found, commentsLost([], missed, 'generated')]
}

/** Comments inside and outside of what is replaced, both in text order. */
function sortByPlace(comments: readonly Comment[], splices: readonly Splice[]) {
  const inside: Comment[] = []
  const outside: Comment[] = []
  let next = 0
  for (const comment of comments) {
    while (next < splices.length && (splices[next]?.end ?? 0) <= comment.offset) next += 1
    const isInside = (splices[next]?.start ?? Infinity) <= comment.offset
    ;(isInside ? inside : outside).push(comment)
  }
  return { inside, outside }
}
