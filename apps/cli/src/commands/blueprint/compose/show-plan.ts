import { printPlace, type CompositionPlan, type Wire } from '@groundplan/blueprint-generator'
import { printDiagnostic } from '@groundplan/errors'
import type { Terminal } from '../../../terminal/terminal.ts'

/** Wires below this are hardly worth a line. */
const minimumShown = 0.15

/** Prints the wires and the open decisions on standard error. */
export function showPlan(plan: CompositionPlan, terminal: Terminal): void {
  for (const diagnostic of plan.diagnostics) terminal.note(printDiagnostic(diagnostic))
  if (terminal.json) return
  const { wires, avoided, shared } = plan
  if (wires.length > 0) terminal.note(tableOf(terminal, wires))
  for (const { wire, grains } of avoided) {
    const circle = [...grains, wire.to.grain].join(' → ')
    terminal.note(`Skipped, because it would create a circular dependency (${circle}): ${describe(wire)}`)
  }
  for (const { name, for: places } of shared)
    if (places.length > 1)
      terminal.note(`Shared field: ${name} (${places.map(({ grain }) => grain).join(', ')})`)
  const unsure = listUnsure(plan).flatMap(([first]) => first ?? [])
  if (unsure.length > 0) {
    terminal.note('\nLow confidence, so these became form fields. Use --plan or --interactive to wire them:')
    terminal.note(tableOf(terminal, unsure))
  }
}

function tableOf(terminal: Terminal, wires: readonly Wire[]): string {
  const rows = wires.map(({ from, to, confidence, reasons }) => [
    printPlace(from),
    printPlace(to),
    `${Math.round(confidence * 100)} %`,
    reasons.join(', '),
  ])
  return terminal.table(['Output', 'Input', 'Confidence', 'Why'], rows)
}

function describe({ from, to }: Wire): string {
  return `${printPlace(from)} to ${printPlace(to)}`
}

/** For each input that has no wire, the wires that it could have, best first; inputs with none worth a look are left out. */
export function listUnsure({ alternatives, wires }: CompositionPlan): readonly (readonly Wire[])[] {
  const wired = new Set(wires.map(({ to }) => printPlace(to)))
  const byInput = new Map<string, Wire[]>()
  for (const wire of alternatives) {
    const place = printPlace(wire.to)
    if (wired.has(place) || wire.confidence < minimumShown) continue
    byInput.set(place, [...(byInput.get(place) ?? []), wire])
  }
  return [...byInput.values()]
}
