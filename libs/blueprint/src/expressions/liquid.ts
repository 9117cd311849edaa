/**
 * Liquid, the expression language, restricted for blueprints: the standard tags and filters without file access, prototypes or
 * unbounded calculations.
 */
import { ExactNumber, isSameNumber } from '@groundplan/terraform-type'
import {
  CaptureTag,
  Context,
  Drop,
  evalTokenValue,
  ForTag,
  Liquid,
  LiquidError,
  Output,
  toValue,
  toValueSync,
  type Emitter,
  type Template,
} from 'liquidjs'
import { ExpressionError } from './expression-error.ts'
import { printExpressionValue } from './expression-value.ts'
import { checked, mathFilters, standardFilters, torqueFilters } from './filters.ts'
import { limits } from './limits.ts'

export type { Template } from 'liquidjs'

/** A template error, with its offset in the text. */
export interface LiquidFailure {
  /** The error from liquidjs, or our own. */
  readonly cause: unknown
  readonly offset: number
}

export type Outcome<Result> =
  { readonly ok: true; readonly value: Result } | ({ readonly ok: false } & LiquidFailure)

const plainTags = ['assign', 'case', 'comment', 'cycle', 'decrement', 'increment', 'if', 'unless', 'raw', '#']
const tags = [...plainTags, 'break', 'continue']

/** A number with many digits: liquidjs compares through these methods. */
class NumberDrop extends Drop {
  readonly #number: ExactNumber

  constructor(number: ExactNumber) {
    super()
    this.#number = number
  }

  override valueOf(): ExactNumber {
    return this.#number
  }

  override toString(): string {
    return this.#number.digits
  }

  equals(other: unknown): boolean {
    const number: unknown = toValue(other)
    return (typeof number === 'number' || number instanceof ExactNumber) && isSameNumber(this.#number, number)
  }

  gt(other: unknown): boolean {
    return !this.equals(other) && this.#compare(other) > 0
  }

  geq(other: unknown): boolean {
    return this.equals(other) || this.#compare(other) > 0
  }

  lt(other: unknown): boolean {
    return !this.equals(other) && this.#compare(other) < 0
  }

  leq(other: unknown): boolean {
    return this.equals(other) || this.#compare(other) < 0
  }

  #compare(other: unknown): number {
    const number: unknown = toValue(other)
    const difference = Number(this.#number) - Number(String(number))
    if (difference === 0) throw new ExpressionError('These numbers have too many digits to compare.')
    return difference
  }
}

/** Looks names up strictly: missing names are undefined, including names of built-in properties. */
class StrictContext extends Context {
  readonly #strict: WeakSet<object>
  readonly #deadline = performance.now() + limits.milliseconds
  #steps = 0

  constructor(engine: Liquid, scope: object, strict: WeakSet<object>) {
    super(scope, engine.options, { sync: true }, { liquid: engine })
    this.#strict = strict
    this.globals = Object.create(null) as object
    this.renderLimit.check = () => this.#countStep()
  }

  override readProperty(of: object, key: string | number | Drop): unknown {
    const value = this.#read(of, key)
    return value instanceof ExactNumber ? new NumberDrop(value) : value
  }

  /** The context in which `where: "name"` looks into the elements of a list; not each has every attribute. */
  override spawn(scope: object = {}): Context {
    const inner = super.spawn(scope)
    inner.strictVariables = false
    return inner
  }

  #read(of: unknown, key: string | number | Drop): unknown {
    // Null has no attributes: a path through it is undefined.
    if (of === null || of === undefined || of instanceof NumberDrop) return undefined
    const name: unknown = toValue(key)
    const isStrict = typeof of === 'object' && (this.#strict.has(of) || of === this.globals)
    if (isStrict)
      return Object.hasOwn(of, String(name)) ? (of as Record<string, unknown>)[String(name)] : undefined
    return super.readProperty(of, key)
  }

  #countStep(): void {
    this.#steps += 1
    if (this.#steps > limits.steps) throw new ExpressionError(`The expression exceeds ${limits.steps} steps.`)
    if (performance.now() > this.#deadline) throw new ExpressionError('The expression takes too long.')
  }
}

/** A loop with a validated range; liquidjs loops forever on some numbers. */
class CountedForTag extends ForTag {
  override *render(context: Context, emitter: Emitter) {
    const { collection } = this
    if ('lhs' in collection) {
      for (const end of [collection.lhs, collection.rhs]) {
        const number: unknown = yield evalTokenValue(end, context)
        if (Number.isSafeInteger(Number(number))) continue
        throw new ExpressionError('The bounds of a range must be whole numbers.')
      }
    }
    return yield* super.render(context, emitter)
  }
}

/** Captured text counts towards the memory limit. */
class CountedCaptureTag extends CaptureTag {
  override *render(context: Context) {
    yield* super.render(context)
    context.memoryLimit.use(String((context.bottom() as Record<string, unknown>)[this.variable]).length)
  }
}

const engine = createEngine()

function createEngine(): Liquid {
  const created = new Liquid({
    // Includes are not supported.
    templates: {},
    strictFilters: true,
    strictVariables: true,
    ownPropertyOnly: true,
    timezoneOffset: 0,
    locale: 'en-US',
    parseLimit: limits.textLength,
    memoryLimit: limits.memory,
    outputEscape: printExpressionValue,
  })
  keepOnly(created.tags, [
    ...tags.flatMap((name) =>
      created.tags[name] === undefined ? [] : [[name, created.tags[name]] as const],
    ),
    ['for', CountedForTag],
    ['capture', CountedCaptureTag],
  ])
  keepOnly(created.filters, [
    ...[...standardFilters, ...mathFilters].flatMap((name) => {
      const filter = created.filters[name]
      return typeof filter === 'function' ? [[name, checked(name, filter)] as const] : []
    }),
    ...Object.entries(torqueFilters).map(([name, filter]) => [name, checked(name, filter)] as const),
  ])
  return created
}

/** Leaves these entries alone in a table, and nothing that every object has. */
function keepOnly<Entry>(table: Record<string, Entry>, entries: readonly (readonly [string, Entry])[]): void {
  for (const name of Object.keys(table)) Reflect.deleteProperty(table, name)
  Object.setPrototypeOf(table, null)
  for (const [name, entry] of entries) table[name] = entry
}

/** Parses a string with expressions. */
export function parseLiquid(text: string): Outcome<readonly Template[]> {
  return attempt(() => engine.parse(text))
}

export interface LiquidScope {
  readonly variables: object
  /** The maps in which only what is written there has a name: `size` is no number of entries there. */
  readonly strict: WeakSet<object>
}

/** Evaluates a parsed template: returns the value itself for a single `{{ … }}`, otherwise a string. */
export function runLiquid(
  templates: readonly Template[],
  { variables, strict }: LiquidScope,
): Outcome<unknown> {
  const context = new StrictContext(engine, variables, strict)
  const [first, ...others] = templates
  return attempt((): unknown =>
    first instanceof Output && others.length === 0
      ? toValueSync(evaluateOutput(first, context))
      : toValueSync(engine.renderer.renderTemplates([...templates], context) as Generator<unknown, unknown>),
  )
}

/** The value of an output before the last filter converts it to a string. */
function* evaluateOutput({ value }: Output, context: Context): Generator<unknown, unknown, unknown> {
  let result = yield value.initial.evaluate(context)
  for (const filter of value.filters.slice(0, -1)) result = yield filter.render(result, context)
  return toValue(result)
}

function attempt<Result>(work: () => Result): Outcome<Result> {
  try {
    return { ok: true, value: work() }
  } catch (error) {
    if (!LiquidError.is(error)) return { ok: false, cause: error, offset: 0 }
    return { ok: false, cause: error.originalError ?? error, offset: error.token.begin }
  }
}
