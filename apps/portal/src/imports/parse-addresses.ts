/** The addresses in a text, one a line, each once, in their order. */
export function parseAddresses(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim())
  return [...new Set(lines.filter((line) => line !== ''))]
}
