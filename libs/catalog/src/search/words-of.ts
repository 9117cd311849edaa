/** Maximum length of an indexed word, in characters. */
const longestWord = 60

/** The words of a text in order, without case and accents, split at spaces and punctuation. */
export function wordsOf(text: string): readonly string[] {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return folded.match(/[\p{L}\p{N}]+/gu)?.map((word) => [...word].slice(0, longestWord).join('')) ?? []
}
