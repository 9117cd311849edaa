import { findReferences } from '@groundplan/blueprint'
import { printPosition, type Diagnostic, type SourcePosition } from '@groundplan/errors'
import type { ConfigurationArgument, TerraformModule } from '@groundplan/terraform-module'
import { acceptsValue, parseNumber, type Json } from '@groundplan/terraform-type'
import type { LocateChoice } from '../check-choices.ts'
import type {
  ComposedOutput,
  CompositionChoices,
  Constant,
  Dependency,
  InputExpression,
  InputPlace,
  ProviderSettings,
  SharedInput,
  Wire,
} from '../composition-plan.ts'
import type { Part, PartInput } from '../part.ts'
import { listFields } from '../value-references.ts'
import { printRootText, printRootValue } from './print-root-value.ts'
import type { CallInstance, RootEvaluation } from './root-evaluation.ts'
import { describeField } from './root-field.ts'
import { constantOf, NotCarried, type RootValue } from './root-value.ts'

interface Placed<Choice> {
  readonly choice: Choice
  readonly position: SourcePosition
}

export const asOne =
  'Alternatively, launch the root module as a single grain: `groundplan blueprint generate`.'

/** Reads choices from the module calls, providers and outputs of a root module. */
export class RootChoices {
  readonly #parts: readonly Part[]
  readonly #root: Part | undefined
  readonly #module: TerraformModule
  readonly #evaluation: RootEvaluation
  readonly #wires: Placed<Wire>[] = []
  readonly #constants: Placed<Constant>[] = []
  readonly #expressions: Placed<InputExpression>[] = []
  readonly #dependencies: Placed<Dependency>[] = []
  readonly #providers: ProviderSettings[] = []
  readonly #outputs: Placed<ComposedOutput>[] = []
  readonly #leftOut: InputPlace[] = []
  readonly #shared = new Map<string, InputPlace[]>()
  readonly #diagnostics: Diagnostic[] = []

  constructor(
    parts: readonly Part[],
    root: Part | undefined,
    module: TerraformModule,
    evaluation: RootEvaluation,
  ) {
    this.#parts = parts
    this.#root = root
    this.#module = module
    this.#evaluation = evaluation
  }

  addArgument(part: Part, argument: ConfigurationArgument, { names }: CallInstance): void {
    const { name, position } = argument
    const input = part.inputs.find((each) => each.name === name)
    const to = { grain: part.grain, input: name }
    const reason = `as in ${printPosition({ file: position.file, line: position.line })}`
    try {
      const value = this.#evaluation.evaluate(argument, names)
      const known = constantOf(value)
      const source = findSource(value, input)
      if (known !== undefined)
        this.#constants.push({
          choice: {
            to,
            value: convertConstant(printRootValue({ kind: 'constant', value: known }), input),
            reason,
          },
          position,
        })
      else if (source?.kind === 'variable')
        this.#shared.set(source.name, [...(this.#shared.get(source.name) ?? []), to])
      else if (source?.kind === 'output') {
        const { grain, output, form } = source
        const wire: Wire = { from: { grain, output }, to, form, confidence: 1, reasons: [reason] }
        this.#wires.push({ choice: wire, position })
      } else this.#expressions.push({ choice: { to, value: printRootValue(value), reason }, position })
    } catch (error) {
      this.#report(error, `"${name}" of module "${part.grain}"`, argument)
    }
  }

  addDependencies(grain: string, { expression, position }: ConfigurationArgument): void {
    for (const [, call = ''] of expression.matchAll(/(?<![\w.-])module\.([\w-]+)/g))
      for (const { grain: on } of this.#expand(call))
        if (this.#parts.some((part) => part.grain === on))
          this.#dependencies.push({ choice: { grain, on }, position })
  }

  addProviders(providers: readonly ProviderSettings[]): void {
    this.#providers.push(...providers)
  }

  addOutput(name: string, argument: ConfigurationArgument): void {
    const output = this.#module.outputs.find((each) => each.name === name)
    if (output === undefined || output.ephemeral) return
    const { description, sensitive } = output
    try {
      const value = printRootText(this.#evaluation.evaluate(argument))
      const isSecret = sensitive || this.#isSecret(value)
      const described = description === undefined ? {} : { description }
      this.#outputs.push({
        choice: { name, value, ...described, ...(isSecret ? { sensitive: true } : {}) },
        position: argument.position,
      })
    } catch (error) {
      this.#report(error, `Output "${name}"`, argument)
    }
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
    const shared = this.#finishShared()
    const placed = {
      wires: this.#wires,
      constants: this.#constants,
      expressions: this.#expressions,
      outputs: this.#outputs,
      dependsOn: this.#dependencies,
      shared,
    }
    return {
      choices: {
        wires: this.#wires.map(({ choice }) => choice),
        constants: this.#constants.map(({ choice }) => choice),
        expressions: this.#expressions.map(({ choice }) => choice),
        ...(this.#providers.length === 0 ? {} : { providers: this.#providers }),
        ...(this.#module.outputs.length === 0 ? {} : { outputs: this.#outputs.map(({ choice }) => choice) }),
        versions: this.#module.requiredTerraform,
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

  /** The fields: variables that inputs, expressions, providers or outputs use, in the order of their declaration. */
  #finishShared(): readonly Placed<SharedInput>[] {
    const secrets = new Set(
      this.#expressions.flatMap(({ choice }) =>
        this.#findInput(choice.to)?.input.sensitive === true ? listFields(choice.value) : [],
      ),
    )
    const used = new Set([
      ...this.#shared.keys(),
      ...this.#expressions.flatMap(({ choice }) => listFields(choice.value)),
      ...this.#providers.flatMap(({ configuration }) => listFields(configuration.settings ?? {})),
      ...this.#outputs.flatMap(({ choice }) => listFields(choice.value)),
    ])
    return this.#module.variables.flatMap((variable) => {
      const { name, position } = variable
      const input = used.has(name) ? this.#root?.inputs.find((each) => each.name === name)?.input : undefined
      if (input === undefined) return []
      const places = this.#shared.get(name) ?? []
      const isSecret =
        secrets.has(name) || places.some((place) => this.#findInput(place)?.input.sensitive === true)
      const { definition, diagnostics } = describeField(variable, input, isSecret)
      this.#diagnostics.push(...diagnostics)
      return [{ choice: { name, for: places, definition }, position }]
    })
  }

  #expand(call: string): readonly CallInstance[] {
    try {
      return this.#evaluation.expand(call)
    } catch (error) {
      if (error instanceof NotCarried) return []
      throw error
    }
  }

  #findInput({ grain, input }: InputPlace): PartInput | undefined {
    return this.#parts.find((part) => part.grain === grain)?.inputs.find(({ name }) => name === input)
  }

  /** True if an expression shows the value of a secret. */
  #isSecret(value: Json): boolean {
    return findReferences(value).some((reference) => {
      if (reference.kind === 'input')
        return this.#module.variables.some(({ name, sensitive }) => name === reference.name && sensitive)
      if (reference.kind !== 'grain-output' && reference.kind !== 'grain') return false
      const outputs = this.#parts.find(({ grain }) => grain === reference.grain)?.outputs ?? []
      return outputs.some(
        ({ name, sensitive }) => sensitive && (reference.kind === 'grain' || reference.output === name),
      )
    })
  }

  #report(error: unknown, what: string, { expression, position }: ConfigurationArgument): void {
    if (!(error instanceof NotCarried)) throw error
    const oneLine = expression.split(/\s+/).join(' ')
    const shown = oneLine.length > 60 ? `${oneLine.slice(0, 59)}…` : oneLine
    const message = `${what} cannot be carried over, because ${error.message}: ${shown}`
    const hint = `Use a variable of the root module, or compute the value inside the module. ${asOne}`
    this.#diagnostics.push({ severity: 'error', rule: 'computed-argument', ...position, message, hint })
  }
}

type Source =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'output'; readonly grain: string; readonly output: string; readonly form: Wire['form'] }

/** The variable or output that the value is, if it is nothing more than that. */
function findSource(value: RootValue, input: PartInput | undefined): Source | undefined {
  if (value.kind === 'reference' && value.whole !== undefined)
    return value.whole.kind === 'variable' ? value.whole : { ...value.whole, form: 'value' }
  if (value.kind !== 'list' || value.items.length !== 1) return undefined
  const [only] = value.items
  if (only?.kind !== 'reference' || only.whole?.kind !== 'output') return undefined
  return input?.type.kind === 'list' || input?.type.kind === 'set'
    ? { ...only.whole, form: 'element' }
    : undefined
}

/** Terraform makes a number of `"5"` and a text of `5`. */
function convertConstant(value: Json, input: PartInput | undefined): Json {
  if (input === undefined || value === null || acceptsValue(input.type, value)) return value
  const { type } = input
  if (type.kind === 'string' && typeof value !== 'object') return String(value)
  if (type.kind === 'number' && typeof value === 'string') return parseNumber(value) ?? value
  if (type.kind === 'bool' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}
