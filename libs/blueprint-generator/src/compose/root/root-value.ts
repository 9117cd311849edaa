import type { Json } from '@groundplan/terraform-type'

/**
 * A value in a root module, as far as it is known before the launch. A *reference* is only known at launch: a variable, an
 * output of a called module, or something inside of one. A *call* is a called module as a whole.
 */
export type RootValue =
  | { readonly kind: 'constant'; readonly value: Json }
  | RootReference
  | { readonly kind: 'text'; readonly parts: readonly (string | RootReference)[] }
  | { readonly kind: 'list'; readonly items: readonly RootValue[]; readonly isSet: boolean }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, RootValue> }
  | { readonly kind: 'call'; readonly grain: string }

export interface RootReference {
  readonly kind: 'reference'
  /** The expression without its braces, e.g. `.inputs.region` or `.grains.net.outputs.ids[0]`. */
  readonly body: string
  /** True if the expression ends in a filter, so that it has no path that could go on. */
  readonly isFiltered: boolean
  /** What is referred to, if it is the whole of it and not something inside. */
  readonly whole:
    | { readonly kind: 'variable'; readonly name: string }
    | { readonly kind: 'output'; readonly grain: string; readonly output: string }
    | undefined
}

/** Why a value cannot be carried over, in words that follow "because ". */
export class NotCarried extends Error {
  /** True if Terraform itself would not find the value, as after `module.a[3]` of two. */
  readonly isAbsent: boolean

  constructor(reason: string, isAbsent = false) {
    super(reason)
    this.isAbsent = isAbsent
  }
}

export function constantOf(value: RootValue): Json | undefined {
  switch (value.kind) {
    case 'constant':
      return value.value
    case 'list': {
      const items = value.items.map(constantOf)
      return items.some((item) => item === undefined) ? undefined : (items as Json[])
    }
    case 'object': {
      const entries = [...value.entries].map(([key, item]) => [key, constantOf(item)] as const)
      return entries.some(([, item]) => item === undefined)
        ? undefined
        : (Object.fromEntries(entries) as Record<string, Json>)
    }
    default:
      return undefined
  }
}

/** The same value with constant lists and objects taken apart, one level deep. */
export function openValue(value: RootValue): RootValue {
  if (value.kind !== 'constant') return value
  const { value: json } = value
  if (Array.isArray(json))
    return {
      kind: 'list',
      items: json.map((item: Json) => ({ kind: 'constant', value: item })),
      isSet: false,
    }
  if (typeof json === 'object' && json !== null && Object.getPrototypeOf(json) === Object.prototype) {
    const entries = Object.entries(json as Record<string, Json>)
    return {
      kind: 'object',
      entries: new Map(entries.map(([key, item]) => [key, { kind: 'constant', value: item }])),
    }
  }
  return value
}

export const constant = (value: Json): RootValue => ({ kind: 'constant', value })

export const listOf = (items: readonly RootValue[], isSet = false): RootValue => ({
  kind: 'list',
  items,
  isSet,
})
