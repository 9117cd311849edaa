import type { Json } from '@groundplan/terraform-type'
import { isTerraformGrain, type Blueprint } from '../blueprint.ts'
import type { ExpressionProblem } from '../expressions/parse-expression.ts'
import { readExpressions, type PlacedReference } from '../expressions/references.ts'
import type { Finding } from './finding.ts'

/** A reference in an expression, or a problem with the expression, with its position. */
export interface PlacedExpression extends Required<Pick<Finding, 'path' | 'within'>> {
  readonly found: PlacedReference | ExpressionProblem
  /** The grain in whose description it stands; absent in outputs and labels. */
  readonly grain: string | undefined
  /** False in grains that Groundplan only keeps: their texts may be of other languages. */
  readonly isLaunched: boolean
}

/** Lists the references of all expressions in a blueprint: in outputs, labels and grains. */
export function listExpressions({
  outputs = {},
  labels = [],
  grains,
}: Blueprint): readonly PlacedExpression[] {
  return [
    ...Object.entries(outputs).flatMap(([name, { value }]) => list(value, ['outputs', name, 'value'])),
    ...list(labels, ['labels']),
    ...Object.entries(grains).flatMap(([name, grain]) =>
      list(grain.spec as unknown as Json, ['grains', name, 'spec'], name, isTerraformGrain(grain)),
    ),
  ]
}

function list(
  value: Json,
  at: readonly string[],
  grain: string | undefined = undefined,
  isLaunched = true,
): readonly PlacedExpression[] {
  return readExpressions(value, at).flatMap(({ path, text, found }) =>
    found.map((one) => ({ path, within: { text, offset: one.offset }, found: one, grain, isLaunched })),
  )
}
