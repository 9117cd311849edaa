import { isPattern } from '@groundplan/terraform-type'
/**
 * The pattern as it must be written for regular expressions with the `u` flag, which refuse needless backslashes that
 * others accept (`\_`, `\"`, and `\-` outside brackets). Gives undefined if it is not a valid regular expression at all.
 */
export function toUnicodePattern(pattern: string): string | undefined {
  if (isPattern(pattern)) return pattern
  const plain = withoutNeedlessBackslashes(pattern)
  return isPattern(plain) ? plain : undefined
}

function withoutNeedlessBackslashes(pattern: string): string {
  let inBrackets = false
  return pattern.replace(/\\[\s\S]|\[|\]/g, (token) => {
    if (token === '[') inBrackets = true
    if (token === ']') inBrackets = false
    if (token.length === 1) return token
    const character = token.slice(1)
    if (/[A-Za-z0-9^$\\.*+?()[\]{}|/]/.test(character)) return token
    if (character === '-' && inBrackets) return token
    return character
  })
}
