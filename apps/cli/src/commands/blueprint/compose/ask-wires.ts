import { createInterface } from 'node:readline/promises'
import { completePlan, printPlace, type CompositionPlan, type Wire } from '@groundplan/blueprint-generator'
import { InputError } from '@groundplan/errors'
import { listUnsure } from './show-plan.ts'

/** Asks for each wire that is not sure which output is meant, if any. Throws InputError where nobody can answer. */
export async function askWires(plan: CompositionPlan, signal: AbortSignal): Promise<CompositionPlan> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new InputError('--interactive needs a terminal.', {
      hint: 'Use --plan, edit the file that it prints, and compose that.',
    })
  }
  const questions = createInterface({ input: process.stdin, output: process.stderr })
  const chosen: Wire[] = []
  try {
    for (const candidates of listUnsure(plan)) {
      const answer = await questions.question(printQuestion(candidates), { signal })
      const wire = candidates[Number(answer.trim()) - 1]
      if (wire !== undefined) chosen.push({ ...wire, confidence: 1, reasons: ['chosen'] })
    }
  } finally {
    questions.close()
  }
  return addWires(plan, chosen)
}

function printQuestion(candidates: readonly Wire[]): string {
  const [first] = candidates
  const lines = candidates.map(
    ({ from, confidence, reasons }, index) =>
      `  ${index + 1}) ${printPlace(from)}, ${Math.round(confidence * 100)} %: ${reasons.join(', ')}`,
  )
  return `\n${first === undefined ? '' : printPlace(first.to)}\n${lines.join('\n')}\nNumber, or Enter for a form field:  `
}

/** The plan with additional wires. Inputs that they set are no longer form fields. */
export function addWires(plan: CompositionPlan, wires: readonly Wire[]): CompositionPlan {
  const filled = new Set(wires.map(({ to }) => printPlace(to)))
  const shared = plan.shared
    .map((each) => ({ ...each, for: each.for.filter((place) => !filled.has(printPlace(place))) }))
    .filter((each) => each.for.length > 0)
  const completed = completePlan(plan.parts, { ...plan, shared, wires: [...plan.wires, ...wires] })
  const alternatives = plan.alternatives.filter(({ to }) => !filled.has(printPlace(to)))
  return {
    ...completed,
    alternatives,
    avoided: plan.avoided,
    diagnostics: [...plan.diagnostics, ...completed.diagnostics],
  }
}
