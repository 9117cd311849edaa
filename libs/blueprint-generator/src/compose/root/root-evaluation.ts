import { parseExpression, type ConfigurationArgument } from '@groundplan/terraform-module'
import { printKey } from '../rewrite-references.ts'
import { evaluateRootExpression, type RootScope } from './evaluate-root-expression.ts'
import { readJsonArgument } from './read-json-argument.ts'
import type { RootBlocks } from './root-blocks.ts'
import { entriesOf } from './root-functions.ts'
import { constant, constantOf, listOf, NotCarried, openValue, type RootValue } from './root-value.ts'

/** One grain of a call, and what `each` and `count` mean in its arguments. */
export interface CallInstance {
  readonly grain: string
  readonly names: ReadonlyMap<string, RootValue>
}

/** What a root module's configuration says about the values it passes. */
export interface RootConfiguration {
  readonly blocks: RootBlocks
  /** Variables that can be fields of the form. */
  readonly variables: ReadonlySet<string>
  /** Outputs of each called module that is at hand. */
  readonly outputs: ReadonlyMap<string, ReadonlySet<string>>
}

/** Most grains of one call with `count` or `for_each`. */
const maximumInstances = 50

const noNames: ReadonlyMap<string, RootValue> = new Map()

/** Evaluates the expressions of a root module. Everything throws NotCarried where only Terraform knows the value. */
export class RootEvaluation {
  readonly #configuration: RootConfiguration
  readonly #callOf = new Map<string, string>()
  readonly #calls = new Map<string, ExpandedCall>()
  readonly #open = new Set<string>()

  constructor(configuration: RootConfiguration) {
    this.#configuration = configuration
  }

  evaluate(argument: ConfigurationArgument, names: ReadonlyMap<string, RootValue> = noNames): RootValue {
    const scope = this.#scope(names)
    if (argument.position.file.endsWith('.json')) return readJsonArgument(argument, scope)
    const { constant: known } = argument
    if (known !== undefined) return constant(known)
    const expression = parseExpression(argument.expression)
    if (expression === undefined) throw new NotCarried('only Terraform can evaluate it')
    return evaluateRootExpression(expression, scope)
  }

  /** The grains of a call: one, or one for each element of `count` or `for_each`. */
  expand(call: string): readonly CallInstance[] {
    return this.#expand(call).instances
  }

  #expand(call: string): ExpandedCall {
    const found = this.#calls.get(call)
    if (found !== undefined) return found
    const expanded = this.#guard(`module.${call}`, () => this.#repeat(call))
    for (const { grain } of expanded.instances) this.#callOf.set(grain, call)
    this.#calls.set(call, expanded)
    return expanded
  }

  #repeat(call: string): ExpandedCall {
    const given = this.#configuration.blocks.calls.get(call) ?? []
    const [count, each] = ['count', 'for_each'].map((meta) => given.find(({ name }) => name === meta))
    if (count !== undefined) return repeatByCount(call, constantOf(this.evaluate(count)))
    if (each !== undefined) return repeatByKey(call, this.evaluate(each))
    return { instances: [{ grain: call, names: noNames }], value: { kind: 'call', grain: call } }
  }

  #scope(names: ReadonlyMap<string, RootValue>): RootScope {
    const { variables, outputs, blocks } = this.#configuration
    return {
      names,
      variable(name) {
        if (!variables.has(name)) throw new NotCarried(`the root module's variable "${name}" has no field`)
        const whole = { kind: 'variable', name } as const
        return { kind: 'reference', body: `.inputs.${printKey(name)}`, isFiltered: false, whole }
      },
      local: (name) => {
        const local = blocks.locals.get(name)
        if (local === undefined) throw new NotCarried(`there is no local "${name}"`)
        return this.#guard(`local.${name}`, () => this.evaluate(local))
      },
      call: (name) => {
        if (!outputs.has(name)) throw new NotCarried(`module "${name}" is not a part of the blueprint`)
        return this.#expand(name).value
      },
      output: (grain, name) => {
        const call = this.#callOf.get(grain) ?? grain
        if (outputs.get(call)?.has(name) !== true)
          throw new NotCarried(`module "${call}" has no output "${name}"`)
        const body = `.grains.${printKey(grain)}.outputs.${printKey(name)}`
        return { kind: 'reference', body, isFiltered: false, whole: { kind: 'output', grain, output: name } }
      },
    }
  }

  #guard<Result>(key: string, evaluate: () => Result): Result {
    if (this.#open.has(key)) throw new NotCarried(`${key} refers to itself`)
    if (this.#open.size >= maximumDepth) throw new NotCarried('too many locals refer to each other')
    this.#open.add(key)
    try {
      return evaluate()
    } finally {
      this.#open.delete(key)
    }
  }
}

/** Longest chain of locals. */
const maximumDepth = 200

interface ExpandedCall {
  readonly instances: readonly CallInstance[]
  /** What `module.NAME` is. */
  readonly value: RootValue
}

function repeatByCount(call: string, count: unknown): ExpandedCall {
  const number = count === true || count === false ? Number.NaN : Number(count ?? Number.NaN)
  if (!Number.isInteger(number) || number < 0)
    throw new NotCarried('the number of copies is only known at launch')
  checkNumber(number)
  const instances = Array.from({ length: number }, (_, index): CallInstance => {
    const value = { kind: 'object', entries: new Map([['index', constant(index)]]) } as const
    return { grain: number === 1 ? call : `${call}-${index}`, names: new Map([['count', value]]) }
  })
  return { instances, value: listOf(instances.map(({ grain }) => ({ kind: 'call', grain }))) }
}

function repeatByKey(call: string, value: RootValue): ExpandedCall {
  const entries = keysOf(value)
  checkNumber(entries.size)
  const instances = [...entries].map(([key, item]): CallInstance & { readonly key: string } => {
    const each = new Map([['key', constant(key)] as const, ['value', item] as const])
    return { key, grain: grainFor(call, key), names: new Map([['each', { kind: 'object', entries: each }]]) }
  })
  const calls = instances.map(({ key, grain }) => [key, { kind: 'call', grain }] as const)
  return { instances, value: { kind: 'object', entries: new Map(calls) } }
}

function keysOf(value: RootValue): ReadonlyMap<string, RootValue> {
  const opened = openValue(value)
  if (opened.kind === 'reference') throw new NotCarried('the copies are only known at launch')
  if (opened.kind !== 'list') return entriesOf(opened)
  return new Map(
    opened.items.map((item) => {
      const key = constantOf(item)
      if (typeof key !== 'string') throw new NotCarried('the copies are only known at launch')
      return [key, item]
    }),
  )
}

function checkNumber(number: number): void {
  if (number > maximumInstances)
    throw new NotCarried(`it makes ${number} copies; at most ${maximumInstances} are possible`)
}

function grainFor(call: string, key: string): string {
  return `${call}-${key.replaceAll(/[^\w-]+/g, '-')}`
}
