/**
 * Translates a regular expression of Terraform (RE2 syntax) to ECMAScript with the `u` flag, or gives `undefined` where the
 * two languages differ in a way this does not cover: then no pattern is better than a wrong one.
 * Source: https://github.com/google/re2/wiki/Syntax
 */
export function translatePattern(re2: string): string | undefined {
  // RE2 repeats at most 1,000 times; a pattern that asks for more never matches in Terraform.
  if (/\{\d*,?\d{4,}/.test(re2)) return undefined
  let translated = ''
  let inClass = false
  for (let index = 0; index < re2.length; index += 1) {
    const character = re2.charAt(index)
    if (character === '\\') {
      index += 1
      // A class that stands for several characters cannot be an end of a range.
      const besideDash = re2.charAt(index - 2) === '-' || re2.charAt(index + 1) === '-'
      if (inClass && besideDash && /[dDwWsS]/.test(re2.charAt(index))) return undefined
      const escape = translateEscape(re2.charAt(index), inClass)
      if (escape === undefined) return undefined
      translated += escape
    } else if (inClass) {
      if (character === '[') return undefined
      if (character === ']') inClass = false
      translated += character
    } else if (character === '[') {
      // A `]` right after the opening is a literal in RE2 and an empty class in ECMAScript.
      if (/^\[\^?\]/.test(re2.slice(index))) return undefined
      inClass = true
      translated += character
    } else if (character === '(' && re2.charAt(index + 1) === '?' && re2.charAt(index + 2) !== ':') {
      return undefined
    } else {
      translated += character === '.' ? '[^\\n]' : character
    }
  }
  return compiles(translated) ? translated : undefined
}

const sameEscapes = new Set([...'dDwWnrtfbB'])
const syntaxCharacters = new Set([...'^$\\.*+?()[]{}|/'])

function translateEscape(character: string, inClass: boolean): string | undefined {
  if (inClass && (character === 'b' || character === 'B')) return undefined
  if (sameEscapes.has(character) || syntaxCharacters.has(character)) return `\\${character}`
  if (!inClass && character === 'A') return '^'
  if (!inClass && character === 'z') return '$'
  if (character === 's') return inClass ? '\\t\\n\\f\\r ' : '[\\t\\n\\f\\r ]'
  if (character === 'S') return inClass ? undefined : '[^\\t\\n\\f\\r ]'
  if (character === '-') return inClass ? '\\-' : '-'
  // Other ASCII punctuation stands for itself; escaped letters and digits have meanings of their own in RE2.
  return /^[!-/:-@[-`{-~]$/.test(character) ? character : undefined
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}
