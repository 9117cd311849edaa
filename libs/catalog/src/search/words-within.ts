import { trigramsOf } from './similar-words.ts'

/** Maximum number of words that one typed prefix expands to. */
export const mostWithin = 50

/** The trigrams that every word has that contains this text; none of texts that are too short to search for in the middle of words. */
export function innerTrigramsOf(text: string): readonly string[] {
  return trigramsOf(text).filter((trigram) => !trigram.includes(' '))
}

/** Those of the words that contain the text after their beginning, the shortest first. */
export function chooseWithin(text: string, words: Iterable<string>): readonly string[] {
  if (innerTrigramsOf(text).length === 0) return []
  return [...words]
    .filter((word) => word.includes(text) && !word.startsWith(text))
    .toSorted((left, right) => [...left].length - [...right].length || (left < right ? -1 : 1))
    .slice(0, mostWithin)
}
