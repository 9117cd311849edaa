/** Collects what is given for an option that may be repeated. */
export function collectValues(value: string, all: readonly string[] = []): readonly string[] {
  return [...all, value]
}
