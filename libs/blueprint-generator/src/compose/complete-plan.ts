import { displayName } from '@groundplan/blueprint'
import { checkChoices, type LocateChoice } from './check-choices.ts'
import {
  printPlace,
  type ComposedInput,
  type CompositionChoices,
  type CompositionPlan,
  type Dependency,
  type FormGroup,
} from './composition-plan.ts'
import type { Part } from './part.ts'
import { listGrains } from './value-references.ts'
import { uniqueNames } from './unique-names.ts'

const nowhere: LocateChoice = () => ({ file: 'composition' })

/** Everything that follows from the choices. Choices that do not fit the parts are findings and are left out. */
export function completePlan(
  parts: readonly Part[],
  choices: CompositionChoices,
  locate: LocateChoice = nowhere,
): CompositionPlan {
  const { choices: good, diagnostics } = checkChoices(parts, choices, locate)
  const inputs = listInputs(parts, good)
  return {
    ...good,
    parts,
    alternatives: [],
    avoided: [],
    inputs,
    dependencies: listDependencies(good),
    groups: listGroups(parts, inputs),
    diagnostics,
  }
}

function listInputs(parts: readonly Part[], choices: CompositionChoices): readonly ComposedInput[] {
  const { wires, constants, expressions = [], shared, leftOut } = choices
  const given = new Set([
    ...[...wires, ...constants, ...expressions].map(({ to }) => printPlace(to)),
    ...shared.flatMap((each) => each.for.map(printPlace)),
    ...leftOut.map(printPlace),
  ])
  const own = parts.flatMap(({ grain, inputs }) =>
    inputs
      .filter(({ name }) => !given.has(printPlace({ grain, input: name })))
      .map(({ name }) => ({ name, prefix: grain, for: [{ grain, input: name }] })),
  )
  const names = uniqueNames(
    own,
    shared.map(({ name }) => name),
  )
  return [
    ...shared.map((each) => ({ ...each, isShared: each.for.length !== 1 })),
    ...own.map((each, index) => ({ name: names[index] ?? each.name, for: each.for, isShared: false })),
  ]
}

function listDependencies(choices: CompositionChoices): readonly Dependency[] {
  const { wires, expressions = [], environment = [], providers = [], dependsOn } = choices
  const fromWires = wires.map(({ from, to }) => ({ grain: to.grain, on: from.grain }))
  const fromValues = [
    ...expressions.map(({ to, value }) => ({ grain: to.grain, value })),
    ...environment,
    ...providers.map(({ grain, configuration }) => ({ grain, value: configuration.settings ?? {} })),
  ].flatMap(({ grain, value }) => listGrains(value).map((on) => ({ grain, on })))
  const all = new Map(
    [...fromWires, ...fromValues, ...dependsOn].map((each) => [`${each.grain} ${each.on}`, each]),
  )
  return [...all.values()]
}

/** One section for shared fields, and one for each part that has its own. */
function listGroups(parts: readonly Part[], inputs: readonly ComposedInput[]): readonly FormGroup[] {
  const own = parts.map(({ grain }) => ({
    name: displayName(grain),
    inputs: inputs
      .filter((input) => !input.isShared && input.for[0]?.grain === grain)
      .map(({ name }) => name),
  }))
  const shared = inputs.filter(({ isShared }) => isShared).map(({ name }) => name)
  const title = own.some(({ name }) => name === 'Shared') ? 'Shared by several parts' : 'Shared'
  return [{ name: title, inputs: shared }, ...own].filter((group) => group.inputs.length > 0)
}
