/** The symbols that patterns are judged by: each ASCII character, and one for all others. */
const beyondAscii = 0x80

/**
 * The symbols that a pattern of one character can match, as indexes. The engine itself is asked for ASCII; beyond it a set
 * may be said to match more than it does, which only makes the judgement more cautious.
 */
export function symbolsOf(text: string): ReadonlySet<number> {
  const pattern = new RegExp(`^${text}$`, 'u')
  const symbols = new Set<number>()
  for (let code = 0; code < beyondAscii; code += 1)
    if (pattern.test(String.fromCharCode(code))) symbols.add(code)
  if (mayPassAscii(text)) symbols.add(beyondAscii)
  return symbols
}

/** False only for sets that certainly have no character beyond ASCII. */
function mayPassAscii(text: string): boolean {
  if (text === '.' || text.startsWith('[^') || text.startsWith('(?')) return true
  return /[^\0-\x7f]|\\[uxpPDSWscC]/.test(text)
}
