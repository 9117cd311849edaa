import type { Blueprint } from '@groundplan/blueprint'
import { rewriteReferences, type Reference } from '../expressions/references.ts'
import { quote, type Report } from '../report.ts'
import { fieldNames, grainNames, planNames } from './plan-names.ts'

/** Torque names of inputs, outputs and grains. */
export interface TorqueNames {
  input(name: string): string
  output(name: string): string
  grain(name: string): string
  /** Replaces references to renamed inputs and grains in a string. */
  inText(text: string): string
}

/** Plans new names for those that Torque's schema rejects, with a warning for each. */
export function planTorqueNames(
  { inputs = {}, outputs = {}, grains }: Blueprint,
  report: Report,
): TorqueNames {
  const plans = {
    inputs: planNames(Object.keys(inputs), { rule: fieldNames, word: 'input' }),
    outputs: planNames(Object.keys(outputs), { rule: fieldNames, word: 'output' }),
    grains: planNames(Object.keys(grains), { rule: grainNames, word: 'grain' }),
  }
  for (const [place, plan] of Object.entries(plans)) {
    for (const [name, changed] of plan) {
      const message = `Renamed ${quote(name)} to ${quote(changed)}: Torque names must have 3 to 45 letters, digits, dashes, underscores or spaces.`
      report.warn([place, name], 'renamed', message)
    }
  }
  const rename = ({ root, names: [first, ...rest] }: Reference): Reference | undefined => {
    if (first === undefined || (root !== 'inputs' && root !== 'grains')) return undefined
    const changed = plans[root].get(first)
    return changed === undefined ? undefined : { root, names: [changed, ...rest] }
  }
  return {
    input: (name) => plans.inputs.get(name) ?? name,
    output: (name) => plans.outputs.get(name) ?? name,
    grain: (name) => plans.grains.get(name) ?? name,
    inText: (text) => rewriteReferences(text, rename),
  }
}
