export function withoutProvider(name: string): string {
  return name.replace(/^[a-z0-9]+_/, '')
}

export function splitWords(name: string): readonly string[] {
  return name
    .slice(0, 200)
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** The words of a name without the kind of value at its end. */
export function wordsOf(name: string): readonly string[] {
  return splitWords(name.toLowerCase().replace(/_(?:ids?|arns?|names?|self_links?|crns?|links?)$/, ''))
}

export function hasWord(words: readonly string[], word: string): boolean {
  return words.includes(word) || words.includes(word.replace(/s+$/, '')) || words.includes(`${word}s`)
}

export function isPlural(name: string): boolean {
  return name.endsWith('s') && !/(?:ss|us|is)$/.test(name)
}
