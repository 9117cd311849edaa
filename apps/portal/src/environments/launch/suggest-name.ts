/** A name for an environment of a blueprint: the blueprint's, and something that tells it from the others. */
export function suggestName(blueprint: string, random: () => number = Math.random): string {
  const letters = 'bcdfghjkmnpqrstvwxz'
  const suffix = Array.from({ length: 4 }, () => letters[Math.floor(random() * letters.length)])
  return `${blueprint.slice(0, 90)}-${suffix.join('')}`
}
