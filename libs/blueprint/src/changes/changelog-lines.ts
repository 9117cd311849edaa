import { changeLevels, type BlueprintChange } from './blueprint-change.ts'
import { describeChange } from './describe-change.ts'
import { markdownQuote } from './quote.ts'

/** Sorts the changes by severity, otherwise keeping their order. */
export function sortChanges(changes: readonly BlueprintChange[]): readonly BlueprintChange[] {
  return changeLevels.flatMap((level) => changes.filter((change) => change.level === level))
}

/** One line of Markdown for each change, breaking ones first: "**Breaking:** input `engine` is now required." */
export function changelogLines(changes: readonly BlueprintChange[]): readonly string[] {
  return sortChanges(changes).map((change) => {
    const sentence = describeChange(change, markdownQuote)
    return change.level === 'breaking' ? `**Breaking:** ${sentence}.` : `${capitalize(sentence)}.`
  })
}

function capitalize(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
