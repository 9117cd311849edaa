import { printType } from '@groundplan/terraform-type'
import type { ReadiedInput, ReadiedOutput, ReadiedPart, WireEvidence } from './wire-evidence.ts'

/** Describes the evidence for a wire and what to review, strongest first. */
export function describeEvidence(
  { form, features }: WireEvidence,
  source: ReadiedPart,
  { output, origins }: ReadiedOutput,
  { input }: ReadiedInput,
): readonly string[] {
  const { grain } = source.part
  const origin = output.origins[origins.findIndex((words) => words.size > 0)]
  const reasons: readonly (readonly [boolean, string])[] = [
    [output.name === input.name, 'same name'],
    [features.sameWords === true, 'same words in both names'],
    [features.partAndName === true, `"${grain}" and "${output.name}" make "${input.name}"`],
    [
      features.resourceAndAttribute === true && origin !== undefined,
      `comes from ${[origin?.name, origin?.attribute].filter((part) => part !== undefined).join('.')}`,
    ],
    [
      features.partNamed === true && output.name !== input.name && features.partAndName === false,
      `names "${grain}"`,
    ],
    [features.sameType === true && form === 'value', `same type ${printType(input.type)}`],
    [Number(features.descriptions) >= 0.4, 'similar descriptions'],
    [form === 'element', 'wrapped in a list'],
    [features.typeConverts === true, 'Terraform converts the type'],
    [features.secretLeaks === true, 'but the value is a secret and the input is not sensitive'],
    [features.sourceHasInput === true, `but "${grain}" has an input with the same name`],
    [features.sameModule === true, 'but both parts use the same module'],
  ]
  const found = reasons.filter(([holds]) => holds).map(([, reason]) => reason)
  return found.length === 0 ? ['similar names'] : found
}
