import type { Diagnostic } from '@groundplan/errors'
import { completePlan } from './complete-plan.ts'
import type { CompositionPlan } from './composition-plan.ts'
import type { CompositionPart } from './part.ts'
import { readParts } from './read-parts.ts'
import { isTooLarge, scoreWires } from './score-wires.ts'
import { selectWires } from './select-wires.ts'
import { findSharedInputs } from './share-inputs.ts'
import { readyPart } from './wire-evidence.ts'

export interface PlanCompositionOptions {
  /** From 0 to 1: surer wires are made, others are alternatives. */
  readonly minimumConfidence?: number | undefined
}

/** From here on more than nine of ten wires are right, measured on public repositories. */
export const defaultMinimumConfidence = 0.8

const tooLarge: Diagnostic = {
  severity: 'note',
  rule: 'too-large',
  file: 'composition',
  message: 'Too many inputs and outputs: only equal names were compared.',
  hint: 'Compose fewer parts at a time.',
}

/** Proposes how parts go together: wires, shared inputs, order and the groups of the form. Bad parts are findings. */
export function planComposition(
  parts: readonly CompositionPart[],
  { minimumConfidence = defaultMinimumConfidence }: PlanCompositionOptions = {},
): CompositionPlan {
  const read = readParts(parts)
  const readied = read.parts.map(readyPart)
  const selected = selectWires(scoreWires(readied), minimumConfidence)
  const shared = findSharedInputs(read.parts, selected.wires)
  const choices = { wires: selected.wires, shared, constants: [], leftOut: [], dependsOn: [] }
  const plan = completePlan(read.parts, choices)
  return {
    ...plan,
    alternatives: selected.alternatives,
    avoided: selected.avoided,
    diagnostics: [...read.diagnostics, ...(isTooLarge(readied) ? [tooLarge] : []), ...plan.diagnostics],
  }
}
