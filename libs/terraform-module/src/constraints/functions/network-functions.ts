import { addressRangePattern, ipv4RangePattern } from '@groundplan/terraform-type'
import { always, and, Inexpressible, isPresent, ruleAt } from '../predicate.ts'
import { flatMapCases, type Cases } from '../value.ts'
import type { FunctionOfCases } from './function-of-cases.ts'

function rangeFunction(pattern: string): FunctionOfCases {
  return ([cases = []]) =>
    flatMapCases(cases, (value) => {
      if (value.kind === 'literal' && value.value === null) return []
      if (value.kind !== 'place' || value.place.type.kind !== 'string') throw new Inexpressible()
      return [
        { when: and(isPresent(value.place), ruleAt(value.place, { pattern })), value: { kind: 'opaque' } },
      ]
    })
}

const network = rangeFunction(addressRangePattern)

/** Functions on ranges of addresses. They fail on a text that is none. */
export const networkFunctions: Readonly<Record<string, FunctionOfCases>> = {
  cidrhost: (args, scope) => {
    requireZero(args[1])
    return network(args, scope)
  },
  cidrsubnet: (args, scope) => {
    requireZero(args[1])
    requireZero(args[2])
    return network(args, scope)
  },
  cidrnetmask: rangeFunction(ipv4RangePattern),
}

/** Other numbers have to fit into the range. */
function requireZero(cases: Cases = []): void {
  const [only, more] = cases
  const isZero = only?.value.kind === 'literal' && only.value.value === 0 && only.when === always
  if (!isZero || more !== undefined) throw new Inexpressible()
}
