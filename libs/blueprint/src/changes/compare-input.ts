import { parseType, typeAtPath } from '@groundplan/terraform-type'
import { ruleKeys, type BlueprintInput, type BlueprintRules } from '../blueprint.ts'
import { fromBlueprintRules } from '../rules.ts'
import { isImplied, type Accepted, type Budget } from './rules-within.ts'
import { isSameJson } from './same-json.ts'
import { isTypeWithin } from './type-within.ts'

/** How the accepted values changed: the `same`, more (`widened`), fewer (`narrowed`), or neither or unknown (`changed`). */
export type Relation = 'same' | 'widened' | 'narrowed' | 'changed'

/** One rule of an input. */
export interface RulePiece {
  /** Path of the nested values; absent for the rules of the input itself. */
  readonly place?: string | undefined
  readonly key: keyof BlueprintRules
  readonly from: unknown
  readonly to: unknown
}

/** The changed rules, and the type. If none is `narrowed` or `changed`, every value accepted before is still accepted. */
export interface InputComparison {
  readonly pieces: readonly (RulePiece & { readonly relation: Relation })[]
  /** Of the type, with the rules that stayed as they were. */
  readonly type: Relation
}

/** Enough for any file that a person reads, and a second at most. */
const mostSteps = 50_000

export function compareInput(from: BlueprintInput, to: BlueprintInput): InputComparison {
  const pieces = listPieces(from, to)
  const changed = pieces.filter((piece) => !isSameJson(piece.from, piece.to))
  const [before, after] = [acceptedBy(from), acceptedBy(to)]
  if (before === undefined || after === undefined) {
    return {
      pieces: changed.map((piece) => ({ ...piece, relation: 'changed' })),
      type: from.type === to.type ? 'same' : 'changed',
    }
  }
  const budget = { steps: mostSteps }
  const forward = { known: before, wanted: after, budget }
  const backward = { known: after, wanted: before, budget }
  const relationOf = (piece: RulePiece) =>
    toRelation(isKept(piece, piece.to, forward), isKept(piece, piece.from, backward))
  const kept = pieces.filter((piece) => !changed.includes(piece))
  return {
    pieces: changed.map((piece) => ({ ...piece, relation: relationOf(piece) })),
    type: from.type === to.type ? 'same' : toRelation(isTypeKept(kept, forward), isTypeKept(kept, backward)),
  }
}

interface Direction {
  readonly known: Accepted
  readonly wanted: Accepted
  readonly budget: Budget
}

function isTypeKept(pieces: readonly RulePiece[], direction: Direction): boolean {
  return (
    isTypeWithin(direction.known.type, direction.wanted.type) &&
    pieces.every((piece) => isKept(piece, piece.to, direction))
  )
}

/** True if values accepted on one side satisfy this part of the other. */
function isKept(
  { place = '', key }: RulePiece,
  value: unknown,
  { known, wanted, budget }: Direction,
): boolean {
  const { type, constraints } = wanted
  const isRight = (constraint: Accepted['constraints'][number]) =>
    isImplied(known, constraint, { type, budget })
  // Of `any`, all rules at one place decide together of which kind of value they speak.
  if (typeAtPath(type, place)?.kind === 'any')
    return constraints.filter(({ path }) => path === place).every(isRight)
  return value === undefined || fromBlueprintRules({ [key]: value }, place).every(isRight)
}

function toRelation(keepsAll: boolean, addsNone: boolean): Relation {
  if (keepsAll) return addsNone ? 'same' : 'widened'
  return addsNone ? 'narrowed' : 'changed'
}

function acceptedBy(input: BlueprintInput): Accepted | undefined {
  const parsed = parseType(input.type ?? 'string')
  return parsed.ok ? { type: parsed.type, constraints: fromBlueprintRules(input) } : undefined
}

function listPieces(from: BlueprintInput, to: BlueprintInput): readonly RulePiece[] {
  const places = new Set([from, to].flatMap(({ constraints = {} }) => Object.keys(constraints)))
  return [
    ...piecesAt(undefined, from, to),
    ...[...places].flatMap((place) => piecesAt(place, rulesAt(from, place), rulesAt(to, place))),
  ]
}

function rulesAt({ constraints = {} }: BlueprintInput, place: string): BlueprintRules {
  return (Object.hasOwn(constraints, place) ? constraints[place] : undefined) ?? {}
}

function piecesAt(place: string | undefined, from: BlueprintRules, to: BlueprintRules): readonly RulePiece[] {
  return ruleKeys
    .filter((key) => from[key] !== undefined || to[key] !== undefined)
    .map((key) => ({ place, key, from: from[key], to: to[key] }))
}
