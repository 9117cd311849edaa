/** True for a valid ECMAScript regular expression with the `u` flag, as used by JSON Schema. */
export function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u')
    return true
  } catch {
    return false
  }
}
