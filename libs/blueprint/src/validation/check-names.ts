import type { Blueprint } from '../blueprint.ts'
import type { Finding } from './finding.ts'

/** Finds inputs, outputs and grains with confusingly similar names. */
export function checkNames({ inputs = {}, outputs = {}, grains }: Blueprint): readonly Finding[] {
  return [
    ...findAlike('inputs', 'input', Object.keys(inputs)),
    ...findAlike('outputs', 'output', Object.keys(outputs)),
    ...findAlike('grains', 'grain', Object.keys(grains)),
  ]
}

function findAlike(section: string, word: string, names: readonly string[]): readonly Finding[] {
  const seen = new Map<string, string>()
  return names.flatMap((name): Finding[] => {
    const plain = name.replace(/\s+/gu, '').toLowerCase()
    const other = seen.get(plain)
    seen.set(plain, other ?? name)
    if (other === undefined) return []
    const message = `The ${word} "${name}" differs from "${other}" only in case or spaces.`
    return [{ rule: 'duplicate-name', path: [section, name], message, hint: 'Rename one of them.' }]
  })
}
