/** Torque's names: of inputs and outputs, with parentheses and dots; of grains, without. From 3 to 45 characters. */
export const fieldNames = { legal: /^[a-zA-Z0-9-_ ().]{3,45}$/, illegal: /[^a-zA-Z0-9-_ ().]/gu }
export const grainNames = { legal: /^[a-zA-Z0-9-_ ]{3,45}$/, illegal: /[^a-zA-Z0-9-_ ]/gu }

const longest = 45

interface NamePlanOptions {
  readonly rule: typeof fieldNames
  /** Suffix for names that are too short: `az` becomes `az_input`. */
  readonly word: string
}

/** Plans new names for those that Torque's schema rejects. All names stay unique. */
export function planNames(
  names: readonly string[],
  { rule, word }: NamePlanOptions,
): ReadonlyMap<string, string> {
  const taken = new Set(names.filter((name) => rule.legal.test(name)))
  const counts = new Map<string, number>()
  const plan = new Map<string, string>()
  for (const name of names) {
    if (taken.has(name)) continue
    const clean = name
      .slice(0, 2 * longest)
      .replace(rule.illegal, '_')
      .slice(0, longest)
    const base = clean.length < 3 ? `${clean}_${word}` : clean
    let candidate = base
    for (let count = counts.get(base) ?? 1; taken.has(candidate);) {
      count += 1
      counts.set(base, count)
      candidate = `${base.slice(0, longest - 1 - String(count).length)}_${count}`
    }
    taken.add(candidate)
    plan.set(name, candidate)
  }
  return plan
}
