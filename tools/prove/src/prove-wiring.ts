import { createHash } from 'node:crypto'
import { printBlueprint, validateBlueprint } from '@groundplan/blueprint'
import {
  composeBlueprint,
  defaultMinimumConfidence,
  planComposition,
  printPlace,
  type CompositionPlan,
  type Wire,
} from '@groundplan/blueprint-generator'
import { printDiagnostic, type Diagnostic } from '@groundplan/errors'
import { readRootCompositions, type GivenValue, type RootComposition } from './read-root-compositions.ts'

export interface WiringOptions {
  /** One folder for each public repository, named `owner__repository`. */
  readonly directory: string | undefined
}

/** Each wire between the same two modules counts once, however many examples repeat it. */
interface WiringScore {
  /** Wires that were made and are as the author has them, or pass the same value. */
  readonly right: number
  /** The author gives the input something else. */
  readonly other: number
  /** The author leaves the input at its default. */
  readonly unset: number
  /** The author gives the input an output of a module that is not at hand, so these tell nothing. */
  readonly unknown: number
  /** Of those that tell something, how many are right. */
  readonly precision: number
  /** Of the inputs that the author gives something, how many wires are as the author has them. */
  readonly precision_of_given: number
  /** What authors have wired, one output to one input. */
  readonly wires: number
  readonly recall: number
  /** How many of them are the best candidate, however sure, and how many are among the candidates. */
  readonly best: number
  readonly listed: number
}

/**
 * Composes anew what authors of public modules have composed by hand, from the modules alone, and compares the wires. The weights
 * of the evidence come from the first half of the repositories, so only the other half tells how good they are. A fault is a
 * composition that is no valid blueprint, or a precision below `leastPrecision`.
 */
export async function proveWiring({ directory }: WiringOptions) {
  if (directory === undefined)
    throw new Error('This needs --dir DIR with a folder for each repository, named owner__repository.')
  const halves = { fitted: new WiringCounter(), held_out: new WiringCounter() }
  const faults: string[] = []
  const rules: Record<string, number> = {}
  let compositions = 0
  for await (const composition of readRootCompositions(directory)) {
    compositions += 1
    const plan = planComposition(composition.parts)
    halves[halfOf(composition.repository)].add(composition, plan)
    const findings = checkComposed(composition, plan)
    faults.push(...findings.filter(({ severity }) => severity === 'error').map(printDiagnostic))
    for (const { rule } of findings) rules[rule] = (rules[rule] ?? 0) + 1
  }
  const [fitted, heldOut] = [halves.fitted.score(), halves.held_out.score()]
  if (heldOut.precision < leastPrecision)
    faults.push(`of the wires in the other half only ${heldOut.precision} are right`)
  return {
    compositions,
    minimum_confidence: defaultMinimumConfidence,
    fitted,
    held_out: heldOut,
    findings: rules,
    faults,
  }
}

/** Of the wires in the other half, how many must be as their authors have them. */
const leastPrecision = 0.93

/** Which half of the repositories one belongs to; the same on every machine. */
function halfOf(repository: string): 'fitted' | 'held_out' {
  const digest = createHash('md5').update(repository).digest('hex')
  return Number.parseInt(digest.slice(0, 4), 16) % 2 === 0 ? 'fitted' : 'held_out'
}

function checkComposed({ directory }: RootComposition, plan: CompositionPlan): readonly Diagnostic[] {
  const text = printBlueprint(composeBlueprint(plan, { name: 'composed' }))
  return [...plan.diagnostics, ...validateBlueprint(directory, text).diagnostics]
}

type Outcome = 'right' | 'other' | 'unset' | 'unknown'

function outcomeOf(value: GivenValue | undefined, from: string): Outcome {
  if (value === undefined) return 'unset'
  if (value.from.has(from) || value.same.has(from)) return 'right'
  return value.isFromElsewhere ? 'unknown' : 'other'
}

class WiringCounter {
  readonly #made = new Map<string, Outcome>()
  readonly #wanted = new Map<string, { made: boolean; best: boolean; listed: boolean }>()

  add({ parts, given }: RootComposition, { wires, alternatives }: CompositionPlan): void {
    const modules = new Map(parts.map(({ grain, source }) => [grain, `${source.store}/${source.path}`]))
    const nameOf = (from: string, to: string) =>
      [from, to]
        .map((place) => `${modules.get(place.split('.')[0] ?? '')}.${place.split('.')[1]}`)
        .join(' > ')
    const made = new Set(wires.map(printWire))
    for (const wire of wires) {
      const value = given.get(printPlace(wire.to))
      const outcome = outcomeOf(value, printPlace(wire.from))
      this.#made.set(`${nameOf(printPlace(wire.from), printPlace(wire.to))} ${outcome}`, outcome)
    }
    const candidates = [...wires, ...alternatives]
    for (const [to, { from, isWire }] of given) {
      const [only] = from
      if (!isWire || only === undefined) continue
      const listed = candidates.filter((wire) => printPlace(wire.to) === to)
      const own = listed.find((wire) => printPlace(wire.from) === only)
      const key = nameOf(only, to)
      const before = this.#wanted.get(key)
      this.#wanted.set(key, {
        made: before?.made === true || (own !== undefined && made.has(printWire(own))),
        best: before?.best === true || (own !== undefined && isBest(own, listed)),
        listed: before?.listed === true || own !== undefined,
      })
    }
  }

  score(): WiringScore {
    const outcomes = [...this.#made.values()]
    const count = (wanted: Outcome) => outcomes.filter((outcome) => outcome === wanted).length
    const [right, other, unset] = [count('right'), count('other'), count('unset')]
    const wanted = [...this.#wanted.values()]
    const share = (part: number, whole: number) => Math.round((1000 * part) / Math.max(1, whole)) / 1000
    return {
      ...{ right, other, unset, unknown: count('unknown') },
      precision: share(right, right + other + unset),
      precision_of_given: share(right, right + other),
      wires: wanted.length,
      recall: share(wanted.filter(({ made }) => made).length, wanted.length),
      best: share(wanted.filter(({ best }) => best).length, wanted.length),
      listed: share(wanted.filter(({ listed }) => listed).length, wanted.length),
    }
  }
}

function isBest(wire: Wire, listed: readonly Wire[]): boolean {
  return listed.every(({ confidence }) => confidence <= wire.confidence)
}

function printWire({ from, to }: Wire): string {
  return `${printPlace(from)} > ${printPlace(to)}`
}
