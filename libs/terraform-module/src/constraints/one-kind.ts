import { Inexpressible } from './predicate.ts'
import type { Cases, Value } from './value.ts'

/** Terraform converts values of mixed kinds to one kind; this does not support those conversions. */
export function requireOneKind(cases: Cases): void {
  const kinds = new Set(cases.map(({ value }) => kindOf(value)))
  kinds.delete('null')
  if (kinds.size > 1) throw new Inexpressible()
}

function kindOf(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return value.value === null ? 'null' : typeof value.value
    case 'place':
      return placeKind(value)
    case 'sequence':
      return 'list'
    case 'text':
    case 'match':
      return 'string'
    case 'object':
    case 'opaque':
      return value.kind
    default:
      return 'number'
  }
}

function placeKind({ place: { type } }: Extract<Value, { kind: 'place' }>): string {
  if (type.kind === 'bool') return 'boolean'
  return type.kind === 'set' || type.kind === 'tuple' ? 'list' : type.kind
}
