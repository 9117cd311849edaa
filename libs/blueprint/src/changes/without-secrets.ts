import type { BlueprintInput } from '../blueprint.ts'
import type { BlueprintChange } from './blueprint-change.ts'

/** The change without the defaults of secrets, safe for logs and the interface. The result cannot be applied. */
export function withoutSecrets(change: BlueprintChange): BlueprintChange {
  if (change.kind === 'key' && change.secret === true) {
    const { from: _from, to: _to, ...rest } = change
    return rest
  }
  if (change.kind === 'added' && change.section === 'inputs')
    return { ...change, to: withoutDefault(change.to) }
  if (change.kind === 'removed' && change.section === 'inputs')
    return { ...change, from: withoutDefault(change.from) }
  return change
}

function withoutDefault(input: BlueprintInput): BlueprintInput {
  const { default: _, ...rest } = input
  return input.sensitive === true ? rest : input
}
