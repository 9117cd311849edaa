import { printPosition, type Diagnostic, type SourcePosition } from '@groundplan/errors'
import type { ConfigurationArgument } from '@groundplan/terraform-module'
import { acceptsValue, parseNumber, type Json } from '@groundplan/terraform-type'
import type { LocateChoice } from './check-choices.ts'
import type {
  CompositionChoices,
  Constant,
  Dependency,
  InputPlace,
  SharedInput,
  Wire,
} from './composition-plan.ts'
import type { Part, PartInput } from './part.ts'
import { followLocals, type RootCalls } from './root-calls.ts'

interface Placed<Choice> {
  readonly choice: Choice
  readonly position: SourcePosition
}

/** Reads choices from the module calls of a root module. */
export class RootChoices {
  readonly #parts: ReadonlyMap<string, Part>
  readonly #root: Part | undefined
  readonly #wires: Placed<Wire>[] = []
  readonly #constants: Placed<Constant>[] = []
  readonly #dependencies: Placed<Dependency>[] = []
  readonly #leftOut: InputPlace[] = []
  readonly #shared = new Map<string, Placed<InputPlace[]>>()
  readonly #diagnostics: Diagnostic[] = []

  constructor(parts: readonly Part[], root: Part | undefined) {
    this.#parts = new Map(parts.map((part) => [part.grain, part]))
    this.#root = root
  }

  addArgument(part: Part, argument: ConfigurationArgument, locals: RootCalls['locals']): void {
    const { name, position } = argument
    const input = part.inputs.find((each) => each.name === name)
    const to = { grain: part.grain, input: name }
    const { expression, constant } = followLocals(argument, locals)
    const variable = /^var\.([\w-]+)$/.exec(expression.trim())?.[1]
    const wire = this.#findWire(expression, to, position)
    if (constant !== undefined) this.#addConstant(to, input, constant, position)
    else if (wire !== undefined) this.#wires.push({ choice: wire, position })
    else if (variable !== undefined && this.#findVariable(variable) !== undefined)
      this.#addShared(variable, to, position)
    else this.#reportComputed(part, argument, input)
  }

  addDependencies(grain: string, { expression, position }: ConfigurationArgument): void {
    for (const [, on = ''] of expression.matchAll(/(?<![\w.-])module\.([\w-]+)/g))
      if (this.#parts.has(on)) this.#dependencies.push({ choice: { grain, on }, position })
  }

  /** Inputs that the call omits keep the module's default. */
  leaveOut(part: Part, isAbsent: (name: string) => boolean): void {
    for (const { name, required } of part.inputs)
      if (!required && isAbsent(name)) this.#leftOut.push({ grain: part.grain, input: name })
  }

  finish(): {
    readonly choices: CompositionChoices
    readonly locate: LocateChoice
    readonly diagnostics: readonly Diagnostic[]
  } {
    const shared = [...this.#shared].map(([name, { choice, position }]) => {
      const definition = this.#findVariable(name)?.input
      const each: SharedInput = { name, for: choice, definition }
      return { choice: each, position }
    })
    const placed = {
      wires: this.#wires,
      constants: this.#constants,
      dependsOn: this.#dependencies,
      shared,
    }
    return {
      choices: {
        wires: this.#wires.map(({ choice }) => choice),
        constants: this.#constants.map(({ choice }) => choice),
        dependsOn: this.#dependencies.map(({ choice }) => choice),
        shared: shared.map(({ choice }) => choice),
        leftOut: this.#leftOut,
      },
      locate: ([kind, index]) => {
        const list = Object.entries(placed).find(([name]) => name === kind)?.[1]
        return list?.[Number(index)]?.position ?? { file: 'main.tf' }
      },
      diagnostics: this.#diagnostics,
    }
  }

  #findVariable(name: string): PartInput | undefined {
    return this.#root?.inputs.find((input) => input.name === name)
  }

  #findWire(expression: string, to: InputPlace, position: SourcePosition): Wire | undefined {
    const match = /^(\[?)\s*module\.([\w-]+)\.([\w-]+)\s*(,?\s*\])?$/.exec(expression.trim())
    const [, open, grain = '', output = '', close] = match ?? []
    if (match === null || (open === '[') !== (close !== undefined) || !this.#parts.has(grain))
      return undefined
    const reasons = [`as in ${printPosition({ file: position.file, line: position.line })}`]
    return { from: { grain, output }, to, form: open === '[' ? 'element' : 'value', confidence: 1, reasons }
  }

  #addConstant(to: InputPlace, input: PartInput | undefined, value: Json, position: SourcePosition): void {
    const converted = input === undefined ? value : convertConstant(value, input)
    const reason = `as in ${printPosition({ file: position.file, line: position.line })}`
    this.#constants.push({ choice: { to, value: converted, reason }, position })
  }

  #addShared(variable: string, to: InputPlace, position: SourcePosition): void {
    const found = this.#shared.get(variable) ?? { choice: [], position }
    found.choice.push(to)
    this.#shared.set(variable, found)
  }

  #reportComputed(
    part: Part,
    { name, expression, position }: ConfigurationArgument,
    input: PartInput | undefined,
  ): void {
    const oneLine = expression.split(/\s+/).join(' ')
    const shown = oneLine.length > 60 ? `${oneLine.slice(0, 59)}…` : oneLine
    const message = `"${name}" of module "${part.grain}" is computed, which blueprints do not support: ${shown}`
    const hint = `${input?.required === false ? 'It' : 'Its value'} becomes a form field. Alternatively, launch the root module as a single grain.`
    this.#diagnostics.push({ severity: 'warning', rule: 'computed-argument', ...position, message, hint })
  }
}

/** Terraform makes a number of `"5"` and a text of `5`. */
function convertConstant(value: Json, { type }: PartInput): Json {
  if (value === null || acceptsValue(type, value)) return value
  if (type.kind === 'string' && typeof value !== 'object') return String(value)
  if (type.kind === 'number' && typeof value === 'string') return parseNumber(value) ?? value
  if (type.kind === 'bool' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}
