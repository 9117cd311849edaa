import { findNearest, findReferences, parseProviderAddress, terraformGrains } from '@groundplan/blueprint'
import type { Diagnostic, SourcePosition } from '@groundplan/errors'
import { acceptsValue, printType, stringifyJson, type Json } from '@groundplan/terraform-type'
import { isAssignable } from './assignability.ts'
import {
  printPlace,
  type CompositionChoices,
  type Constant,
  type Dependency,
  type EnvironmentVariable,
  type InputExpression,
  type InputPlace,
  type ProviderSettings,
  type SharedInput,
  type Wire,
} from './composition-plan.ts'
import type { Part, PartInput, PartOutput } from './part.ts'
import { isEmptyValue, mayAccept, showsText } from './check-value.ts'
import { isName } from './read-parts.ts'
import { GrainGraph } from './select-wires.ts'
import { listFields, listGrains } from './value-references.ts'

/** Where a choice is written, e.g. `['wires', 3]`. */
export type LocateChoice = (path: readonly PropertyKey[]) => SourcePosition

/** A problem with a choice. */
interface Problem {
  readonly rule: string
  readonly message: string
  readonly hint?: string | undefined
}

/** Keeps the choices that fit the parts and each other; each of the others is a finding. */
export function checkChoices(
  parts: readonly Part[],
  given: CompositionChoices,
  locate: LocateChoice,
): { readonly choices: CompositionChoices; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const { wires, shared, constants, expressions, environment, providers, outputs, leftOut, dependsOn } = given
  const checker = new ChoiceChecker(parts, given)
  const keep = <Choice>(
    kind: keyof CompositionChoices,
    list: readonly Choice[],
    check: (choice: Choice) => Problem | undefined,
  ) =>
    list.filter((choice, index) => {
      const problem = check(choice)
      if (problem !== undefined) diagnostics.push({ severity: 'error', ...problem, ...locate([kind, index]) })
      return problem === undefined
    })
  const choices = {
    dependsOn: keep('dependsOn', dependsOn, (each) => checker.checkDependency(each)),
    wires: keep('wires', wires, (each) => checker.checkWire(each)),
    constants: keep('constants', constants, (each) => checker.checkConstant(each)),
    ...(expressions && {
      expressions: keep('expressions', expressions, (each) => checker.checkExpression(each)),
    }),
    ...(environment && {
      environment: keep('environment', environment, (each) => checker.checkEnvironment(each)),
    }),
    ...(providers && { providers: keep('providers', providers, (each) => checker.checkProvider(each)) }),
    ...(outputs && { outputs: keep('outputs', outputs, (each) => checker.checkValue(each.value)) }),
    ...(given.versions && { versions: given.versions }),
    shared: keep('shared', shared, (each) => checker.checkShared(each)),
    leftOut: keep('leftOut', leftOut, (each) => checker.checkLeftOut(each)),
  }
  return { choices, diagnostics }
}

class ChoiceChecker {
  readonly #parts: ReadonlyMap<string, Part>
  readonly #inputs: ReadonlyMap<string, PartInput>
  readonly #outputs: ReadonlyMap<string, PartOutput>
  readonly #given = new Set<string>()
  readonly #names = new Set<string>()
  readonly #graph = new GrainGraph()
  readonly #fields: ReadonlySet<string>
  readonly #usedFields: ReadonlySet<string>

  constructor(
    parts: readonly Part[],
    { shared, expressions = [], environment = [], providers = [], outputs = [] }: CompositionChoices,
  ) {
    this.#fields = new Set(shared.map(({ name }) => name))
    const values = [
      ...[...expressions, ...environment, ...outputs].map(({ value }) => value),
      ...providers.map(({ configuration }) => configuration.settings ?? {}),
    ]
    this.#usedFields = new Set(values.flatMap(listFields))
    this.#parts = new Map(parts.map((part) => [part.grain, part]))
    this.#inputs = new Map(
      parts.flatMap(({ grain, inputs }) =>
        inputs.map((input) => [printPlace({ grain, input: input.name }), input] as const),
      ),
    )
    this.#outputs = new Map(
      parts.flatMap(({ grain, outputs }) =>
        outputs.map((output) => [printPlace({ grain, output: output.name }), output] as const),
      ),
    )
  }

  checkDependency(dependency: Dependency): Problem | undefined {
    return (
      this.#missingGrain(dependency.grain) ??
      this.#missingGrain(dependency.on) ??
      this.#findCycle(dependency, () => this.#graph.add(dependency))
    )
  }

  checkWire({ from, to, form }: Wire): Problem | undefined {
    const output = this.#outputs.get(printPlace(from))
    const input = this.#inputs.get(printPlace(to))
    if (output === undefined) return this.#missing('output', printPlace(from), from.grain, this.#outputs)
    if (input === undefined) return this.#missing('input', printPlace(to), to.grain, this.#inputs)
    if (!fits(output, input, form)) {
      const message = `"${printPlace(from)}" does not match the type of "${printPlace(to)}", ${printType(input.type)}.`
      return { rule: 'wire-type', message, hint: 'Choose another output, or remove the wire.' }
    }
    if (!input.isWhole && (form === 'element' || !output.isPlain)) return insideProblem(to)
    return (
      this.#give([to]) ?? this.#findCycle({ grain: to.grain, on: from.grain }, () => this.#connect(to, from))
    )
  }

  checkConstant({ to, value }: Constant): Problem | undefined {
    const input = this.#inputs.get(printPlace(to))
    if (input === undefined) return this.#missing('input', printPlace(to), to.grain, this.#inputs)
    if (!input.isWhole) return insideProblem(to)
    if (!acceptsValue(input.type, value)) {
      const message = `The constant for "${printPlace(to)}" does not have the type ${printType(input.type)}.`
      return { rule: 'constant', message }
    }
    if (/\{[{%]/.test(stringifyJson(value))) {
      const message = `The constant for "${printPlace(to)}" contains "{{" or "{%", which starts an expression.`
      return { rule: 'constant', message, hint: 'Ask for the value in the form.' }
    }
    if (input.input.sensitive === true && !isEmptyValue(value)) return secretProblem(to)
    return this.#give([to])
  }

  checkExpression({ to, value }: InputExpression): Problem | undefined {
    const input = this.#inputs.get(printPlace(to))
    if (input === undefined) return this.#missing('input', printPlace(to), to.grain, this.#inputs)
    if (!input.isWhole) return insideProblem(to)
    if (!mayAccept(input.type, value)) {
      const message = `The value for "${printPlace(to)}" does not have the type ${printType(input.type)}.`
      return { rule: 'expression-type', message, hint: 'Pass a value of that type.' }
    }
    if (input.input.sensitive === true && showsText(value)) return secretProblem(to)
    return this.checkValue(value) ?? this.#give([to]) ?? this.#dependOn(to.grain, value)
  }

  checkEnvironment({ grain, value }: EnvironmentVariable): Problem | undefined {
    return this.#missingGrain(grain) ?? this.checkValue(value) ?? this.#dependOn(grain, value)
  }

  checkProvider({
    grain,
    provider,
    configuration: { settings = {} },
  }: ProviderSettings): Problem | undefined {
    if (parseProviderAddress(provider) === undefined) {
      const hint = 'Use the name that the module uses, such as `aws`, or `aws.replica` for an alias.'
      return { rule: 'provider', message: `"${provider}" is not the name of a provider configuration.`, hint }
    }
    return this.#missingGrain(grain) ?? this.checkValue(settings) ?? this.#dependOn(grain, settings)
  }

  /** Checks that the grains, outputs and fields that a value refers to exist. */
  checkValue(value: Json): Problem | undefined {
    for (const reference of findReferences(value)) {
      if (reference.kind === 'input' && !this.#fields.has(reference.name)) {
        const hint = hintAt(findNearest(reference.name, [...this.#fields])) ?? 'Define it under `inputs`.'
        return { rule: 'undefined-field', message: `Unknown field "${reference.name}".`, hint }
      }
      if (reference.kind === 'grain' || reference.kind === 'grain-output') {
        const missing = this.#missingGrain(reference.grain)
        if (missing !== undefined) return missing
      }
      if (reference.kind === 'grain-output') {
        const place = printPlace(reference)
        if (!this.#listOutputs(reference.grain).has(reference.output))
          return this.#missing('output', place, reference.grain, this.#outputs)
      }
    }
    return undefined
  }

  #listOutputs(grain: string): ReadonlySet<string> {
    const part = this.#parts.get(grain)
    const [found] = part === undefined ? [] : terraformGrains(part.blueprint)
    return new Set(found?.[1].spec.outputs)
  }

  #dependOn(grain: string, value: Json): Problem | undefined {
    for (const on of listGrains(value)) {
      const problem = this.#findCycle({ grain, on }, () => this.#graph.add({ grain, on }))
      if (problem !== undefined) return problem
    }
    return undefined
  }

  checkLeftOut(place: InputPlace): Problem | undefined {
    const input = this.#inputs.get(printPlace(place))
    if (input === undefined) return this.#missing('input', printPlace(place), place.grain, this.#inputs)
    if (!input.required && input.isWhole) return this.#give([place])
    const message = `"${printPlace(place)}" cannot be left out: it is required.`
    return { rule: 'left-out', message, hint: 'Wire it, set a constant, or ask for it in the form.' }
  }

  checkShared({ name, for: places, definition }: SharedInput): Problem | undefined {
    if (!isName(name) && !/^_[\w-]*$/.test(name))
      return { rule: 'shared', message: `Invalid input name "${name}".` }
    if (this.#names.has(name))
      return { rule: 'shared', message: `The input "${name}" is defined twice.`, hint: 'Rename one of them.' }
    const isUsed = definition !== undefined && this.#usedFields.has(name)
    if (places.length === 0 && !isUsed) return { rule: 'shared', message: `The input "${name}" is not used.` }
    for (const place of places)
      if (!this.#inputs.has(printPlace(place)))
        return this.#missing('input', printPlace(place), place.grain, this.#inputs)
    const types = new Set(places.map((place) => printType(this.#inputs.get(printPlace(place))?.type ?? any)))
    types.delete('any')
    if (types.size > 1 && definition === undefined) {
      const message = `The inputs that share "${name}" have different types: ${[...types].join(', ')}.`
      return { rule: 'shared', message, hint: 'Share only inputs of the same type.' }
    }
    const problem = this.#give(places)
    if (problem === undefined) this.#names.add(name)
    return problem
  }

  #connect(to: InputPlace, from: Wire['from']): void {
    this.#graph.add({ grain: to.grain, on: from.grain })
  }

  #give(places: readonly InputPlace[]): Problem | undefined {
    const keys = places.map(printPlace)
    const twice = keys.find((key, index) => this.#given.has(key) || keys.indexOf(key) !== index)
    if (twice !== undefined) {
      const message = `"${twice}" has two values.`
      return { rule: 'given-twice', message, hint: 'Keep one of the two.' }
    }
    for (const key of keys) this.#given.add(key)
    return undefined
  }

  #findCycle({ grain, on }: Dependency, add: () => void): Problem | undefined {
    const path = this.#graph.findPath(grain, on)
    if (path === undefined) return void add()
    const circle = [...path, grain].join(' → ')
    const message = `Circular dependency: grain "${grain}" cannot depend on "${on}" (${circle}).`
    return { rule: 'cycle', message, hint: 'Remove one of the wires in the cycle.' }
  }

  #missingGrain(grain: string): Problem | undefined {
    if (this.#parts.has(grain)) return undefined
    const hint = hintAt(findNearest(grain, [...this.#parts.keys()]))
    return { rule: 'undefined-part', message: `Unknown part "${grain}".`, hint }
  }

  #missing(kind: string, place: string, grain: string, known: ReadonlyMap<string, unknown>): Problem {
    const missing = this.#missingGrain(grain)
    if (missing !== undefined) return missing
    const candidates = [...known.keys()].filter((key) => key.startsWith(`${grain}.`))
    const hint = hintAt(findNearest(place, candidates))
    return { rule: `undefined-${kind}`, message: `Unknown ${kind} "${place}".`, hint }
  }
}

const any = { kind: 'any' } as const

function hintAt(nearest: string | undefined): string | undefined {
  return nearest === undefined ? undefined : `Did you mean "${nearest}"?`
}

function fits(output: PartOutput, { type }: PartInput, form: Wire['form']): boolean {
  if (form === 'value') return isAssignable(output.type, type) !== 'no'
  return (type.kind === 'list' || type.kind === 'set') && isAssignable(output.type, type.element) !== 'no'
}

function secretProblem(to: InputPlace): Problem {
  const message = `A fixed value for "${printPlace(to)}" would be readable in the blueprint, but its value is a secret.`
  return { rule: 'secret', message, hint: 'Ask for it in the form, or use a sensitive variable.' }
}

function insideProblem(to: InputPlace): Problem {
  const message = `"${printPlace(to)}" is part of a longer expression in its blueprint, so it can only get its value from a field or an output.`
  return { rule: 'inside-expression', message, hint: 'Ask in the form.' }
}
