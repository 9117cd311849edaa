import { isRequiredInput } from '../form/launch-form.ts'
import type { BlueprintInput } from '../blueprint.ts'
import type { BlueprintChange } from './blueprint-change.ts'
import { describeChange } from './describe-change.ts'
import type { Quote } from './quote.ts'

/** Like {@link describeChange}, for headlines: new and removed entries in a few words, such as `new required input "cidr"`. */
export function summarizeChange(change: BlueprintChange, quote: Quote): string {
  if (change.kind === 'blueprint') return 'removed from the catalog'
  if (change.kind !== 'added' && change.kind !== 'removed') return describeChange(change, quote)
  const subject = `${nouns[change.section]} ${quote.name(change.name)}`
  if (change.kind === 'removed') return `removed ${subject}`
  return isNewRequiredInput(change) ? `new required ${subject}` : `new ${subject}`
}

/** True if users of the blueprint have to fill in an input that it did not have before. */
export function isNewRequiredInput(change: BlueprintChange): boolean {
  return (
    change.kind === 'added' && change.section === 'inputs' && isRequiredInput(change.to as BlueprintInput)
  )
}

const nouns = { inputs: 'input', outputs: 'output', grains: 'grain' } as const
