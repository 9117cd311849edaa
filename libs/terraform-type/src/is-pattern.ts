/** True of a regular expression of ECMAScript with the flag `u`, which is what JSON Schema has. */
export function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u')
    return true
  } catch {
    return false
  }
}
