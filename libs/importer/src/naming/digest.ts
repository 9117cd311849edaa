/** Six letters and digits, the same for the same text. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function digest(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(36).padStart(7, '0').slice(-6)
}
