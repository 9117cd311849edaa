/** Collects the values of a repeatable option. */
export function collectValues(value: string, all: readonly string[] = []): readonly string[] {
  return [...all, value]
}
