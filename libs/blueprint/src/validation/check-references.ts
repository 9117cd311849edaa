import { isTerraformGrain, type Blueprint } from '../blueprint.ts'
import { reservedNames, type Reference } from '../expressions/references.ts'
import { dependsOn, toDependencyGraph } from './dependencies.ts'
import { listExpressions, type PlacedExpression } from './list-expressions.ts'
import type { Finding } from './finding.ts'
import { didYouMean } from '../find-nearest.ts'
import { limitFindings, mostFindings } from './limit-findings.ts'
import { shorten } from './shape/name-value.ts'
import { startsWith } from './shape/read-shape.ts'

/** Checks the references of expressions, and whether each input is used. Skips places that were repaired. */
export function checkReferences(
  blueprint: Blueprint,
  doubtful: readonly (readonly string[])[] = [],
): readonly Finding[] {
  const expressions = listExpressions(blueprint)
  const judge = createJudge(blueprint, doubtful)
  const wrong: Finding[] = []
  for (const expression of expressions) {
    // Finding suggestions is slow with thousands of names.
    if (wrong.length === mostFindings) break
    const finding = judge(expression)
    if (finding !== undefined) wrong.push({ ...finding, path: expression.path, within: expression.within })
  }
  const isComplete = !doubtful.some(([section]) => section !== 'inputs')
  return [...wrong, ...(isComplete ? limitFindings(findUnused(blueprint, expressions)) : [])]
}

type Judgement = Pick<Finding, 'rule' | 'message' | 'hint'> | undefined

function createJudge(blueprint: Blueprint, doubtful: readonly (readonly string[])[]) {
  const { inputs = {}, grains } = blueprint
  const [inputNames, grainNames] = [Object.keys(inputs), Object.keys(grains)]
  const outputs = new Map(grainNames.map((name) => [name, outputsOf(blueprint, name, doubtful)]))
  const needsDependency = createDependencyCheck(blueprint)
  return ({ found, grain, isLaunched }: PlacedExpression): Judgement => {
    if ('message' in found) return isLaunched ? toSyntaxFinding(found.message, found.hint) : undefined
    const { reference } = found
    if (reference.kind === 'input') {
      if (!Object.hasOwn(inputs, reference.name)) return missing('input', reference.name, inputNames)
      return grain === undefined && inputs[reference.name]?.ephemeral === true
        ? storedEphemeral(reference.name)
        : undefined
    }
    if (reference.kind === 'grain' || reference.kind === 'grain-output') {
      if (!outputs.has(reference.grain)) return missing('grain', reference.grain, grainNames)
      return missingOutput(reference, outputs) ?? needsDependency(grain, reference.grain)
    }
    return isLaunched ? judgeRoot(reference) : undefined
  }
}

/** Outputs and labels are stored with the environment. */
function storedEphemeral(name: string): Judgement {
  const message = `The input "${shorten(name)}" is ephemeral, but its value would be stored here.`
  return {
    rule: 'stored-ephemeral-input',
    message,
    hint: 'Use ephemeral inputs only for ephemeral variables, environment variables and provider settings.',
  }
}

function toSyntaxFinding(message: string, hint: string): Judgement {
  const needsTorque = message.includes("Torque's")
  return { rule: needsTorque ? 'unsupported-expression' : 'expression', message, hint }
}

function judgeRoot(reference: Reference): Judgement {
  if (reference.kind === 'unsupported') {
    const message = `Unsupported expression: only Torque provides "${reference.root}".`
    return { rule: 'unsupported-expression', message, hint: 'Pass the value as an input.' }
  }
  if (reference.kind !== 'unknown') return undefined
  const words = ['inputs', 'grains', 'params', ...reservedNames]
  const message = `Unknown variable "${shorten(reference.root)}".`
  const hint =
    didYouMean(reference.root, words) ??
    'Use an expression such as {{ .inputs.name }} or {{ .grains.name.outputs.name }}.'
  return { rule: 'undefined-variable', message, hint }
}

function missing(kind: 'input' | 'grain' | 'output', name: string, known: readonly string[]): Judgement {
  const hint =
    didYouMean(name, known) ?? (known.length === 0 ? `Declare the ${kind}.` : nameKnown(kind, known))
  return { rule: `undefined-${kind}`, message: `Undefined ${kind} "${shorten(name)}".`, hint }
}

function nameKnown(kind: string, known: readonly string[]): string {
  const shown = shorten(known.slice(0, 10).join(', '))
  return `Declare it, or use one of the ${kind}s ${shown}${known.length > 10 ? ', …' : ''}.`
}

/** The outputs of a grain, where they are known for certain. */
function outputsOf(
  { grains }: Blueprint,
  name: string,
  doubtful: readonly (readonly string[])[],
): ReadonlySet<string> | undefined {
  const grain = grains[name]
  if (grain === undefined || !isTerraformGrain(grain)) return undefined
  const place = ['grains', name]
  return doubtful.some((path) => startsWith(path, place)) ? undefined : new Set(grain.spec.outputs)
}

function missingOutput(
  reference: Reference,
  outputs: ReadonlyMap<string, ReadonlySet<string> | undefined>,
): Judgement {
  if (reference.kind !== 'grain-output') return undefined
  const known = outputs.get(reference.grain)
  if (known === undefined || known.has(reference.output)) return undefined
  const hint =
    didYouMean(reference.output, [...known]) ?? `Add it to the \`outputs\` of grain "${reference.grain}".`
  return {
    rule: 'undefined-output',
    message: `Grain "${reference.grain}" has no output "${shorten(reference.output)}".`,
    hint,
  }
}

function createDependencyCheck(blueprint: Blueprint) {
  const graph = toDependencyGraph(blueprint)
  const budget = { left: 500_000 }
  return (grain: string | undefined, other: string): Judgement => {
    if (grain === undefined || graph.get(grain)?.includes(other)) return undefined
    if (grain !== other && dependsOn(graph, grain, other, budget)) return undefined
    const isSelf = grain === other
    return {
      rule: 'missing-dependency',
      message: isSelf
        ? `Grain "${grain}" uses its own outputs, which only exist once it is deployed.`
        : `Grain "${grain}" uses grain "${other}" but does not depend on it.`,
      hint: isSelf ? 'Use another grain, or an input.' : `Add "${other}" to its \`depends-on\`.`,
    }
  }
}

function findUnused(
  { inputs = {} }: Blueprint,
  expressions: readonly PlacedExpression[],
): readonly Finding[] {
  const used = new Set<string>()
  for (const { found } of expressions) {
    if (!('reference' in found)) continue
    // Whoever reads all inputs, or one whose name is calculated, may use any.
    if (found.reference.kind === 'all' && found.reference.root === 'inputs') return []
    if (found.reference.kind === 'input') used.add(found.reference.name)
  }
  // What an expression that cannot be read uses is not known.
  if (expressions.some(({ found }) => 'message' in found)) return []
  return Object.keys(inputs).flatMap((name): Finding[] =>
    used.has(name)
      ? []
      : [
          {
            rule: 'unused-input',
            path: ['inputs', name],
            message: `Input "${name}" is not used by any grain, output or label.`,
            hint: `Use it as {{ .inputs.${/^[\w-]+$/.test(name) ? name : `["${name}"]`} }}, or remove it.`,
          },
        ],
  )
}
