import { limitFindings, placeFindingsOf, readShape, readYaml } from '@groundplan/blueprint'
import type { Diagnostic } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import type { LocateChoice } from './check-choices.ts'
import type { CompositionFile } from './composition-file.ts'
import { compositionFormat } from './composition-format.ts'
import type { CompositionChoices, InputPlace, OutputPlace, Wire } from './composition-plan.ts'

export interface ReadCompositionFile {
  /** Absent if the file does not have the shape of a composition. */
  readonly file: CompositionFile | undefined
  readonly choices: CompositionChoices
  /** The position of a choice in the file. */
  readonly locate: LocateChoice
  readonly diagnostics: readonly Diagnostic[]
}

const noChoices: CompositionChoices = { wires: [], shared: [], constants: [], leftOut: [], dependsOn: [] }

/** Reads a composition file. Never throws; all problems of shape at once, each with its place. */
export function readCompositionFile(path: string, text: string): ReadCompositionFile {
  const yaml = readYaml(path, text)
  const locateKey = (keys: readonly PropertyKey[]) => ({ file: path, ...yaml.locate(keys) })
  const refuse = (diagnostics: readonly Diagnostic[]): ReadCompositionFile => ({
    file: undefined,
    choices: noChoices,
    locate: () => ({ file: path }),
    diagnostics,
  })
  if (yaml.value === undefined) return refuse(yaml.diagnostics)
  const { value: file, findings } = readShape<CompositionFile, 'shape'>(compositionFormat, yaml.value as Json)
  if (file === undefined) {
    const placed = { file: path, text, locate: yaml.locate }
    const found = placeFindingsOf(placed, limitFindings(findings), () => 'error')
    return refuse([...yaml.diagnostics, ...found])
  }
  const choices = toChoices(file)
  const keys = listKeys(file)
  return {
    file,
    choices,
    locate: ([kind = '', index = 0]) =>
      locateKey(keys[kind as keyof CompositionChoices]?.[Number(index)] ?? [kind]),
    diagnostics: yaml.diagnostics,
  }
}

function toChoices(file: CompositionFile): CompositionChoices {
  const {
    wires = [],
    inputs = {},
    constants = {},
    expressions,
    outputs,
    'env-vars': variables,
    providers,
    version,
    'left-out': leftOut = [],
    'depends-on': before = {},
  } = file
  return {
    wires: wires.map(({ from, to, as, confidence = 1, reason }): Wire => ({
      from: toOutput(from),
      to: toInput(to),
      form: as ?? 'value',
      confidence,
      reasons: [reason ?? 'as in the composition file'],
    })),
    shared: Object.entries(inputs).map(([name, { for: places, field }]) => ({
      name,
      for: places.map(toInput),
      definition: field,
    })),
    constants: Object.entries(constants).map(([to, value]) => ({
      to: toInput(to),
      value,
      reason: 'as in the composition file',
    })),
    ...(expressions && {
      expressions: Object.entries(expressions).map(([to, value]) => ({
        to: toInput(to),
        value,
        reason: 'as in the composition file',
      })),
    }),
    ...(outputs && { outputs: Object.entries(outputs).map(([name, output]) => ({ name, ...output })) }),
    ...(variables && {
      environment: Object.entries(variables).flatMap(([grain, each]) =>
        Object.entries(each).map(([name, value]) => ({ grain, name, value })),
      ),
    }),
    ...(providers && {
      providers: Object.entries(providers).flatMap(([grain, each]) =>
        Object.entries(each).map(([provider, configuration]) => ({ grain, provider, configuration })),
      ),
    }),
    ...(version === undefined ? {} : { versions: [version] }),
    leftOut: leftOut.map(toInput),
    dependsOn: Object.entries(before).flatMap(([grain, on]) => on.map((each) => ({ grain, on: each }))),
  }
}

/** The keys that lead to each choice, in the order of the choices. */
function listKeys(file: CompositionFile): Readonly<Record<keyof CompositionChoices, PropertyKey[][]>> {
  const before = Object.entries(file['depends-on'] ?? {})
  return {
    wires: (file.wires ?? []).map((_, index) => ['wires', index]),
    shared: Object.keys(file.inputs ?? {}).map((name) => ['inputs', name]),
    constants: Object.keys(file.constants ?? {}).map((to) => ['constants', to]),
    expressions: Object.keys(file.expressions ?? {}).map((to) => ['expressions', to]),
    outputs: Object.keys(file.outputs ?? {}).map((name) => ['outputs', name]),
    environment: Object.entries(file['env-vars'] ?? {}).flatMap(([grain, each]) =>
      Object.keys(each).map((name) => ['env-vars', grain, name]),
    ),
    providers: Object.entries(file.providers ?? {}).flatMap(([grain, each]) =>
      Object.keys(each).map((provider) => ['providers', grain, provider]),
    ),
    versions: [['version']],
    leftOut: (file['left-out'] ?? []).map((_, index) => ['left-out', index]),
    dependsOn: before.flatMap(([grain, on]) => on.map((_, index) => ['depends-on', grain, index])),
  }
}

function split(place: string): readonly [string, string] {
  const dot = place.indexOf('.')
  return [place.slice(0, dot), place.slice(dot + 1)]
}

function toOutput(place: string): OutputPlace {
  const [grain, output] = split(place)
  return { grain, output }
}

function toInput(place: string): InputPlace {
  const [grain, input] = split(place)
  return { grain, input }
}
