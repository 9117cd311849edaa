import type { TerraformType, ValueConstraint } from '@groundplan/terraform-type'
import { evaluate } from './evaluate.ts'
import { parseExpression } from '../expression/parse-expression.ts'
import { rootPlace } from './place.ts'
import { Inexpressible, never } from './predicate.ts'
import { renderPredicate } from './render-predicate.ts'
import { RecentMap } from '../recent-map.ts'
import { truth } from './truth.ts'

/**
 * What a validation condition says of the variable's value, if constraints can say exactly the same; otherwise empty.
 * A condition that is only half understood gives nothing. Null and errors count as in Terraform: where the condition fails
 * the value is refused. Two differences are known and accepted: lengths of texts are counted in code points, and patterns
 * see a text as it is written, while Terraform composes its characters (NFC) first.
 */
export function readConstraints(
  condition: string,
  variable: string,
  type: TerraformType,
): readonly ValueConstraint[] {
  const key = `${variable} ${condition}`
  const known = remembered.get(key)
  if (known?.type === type) return known.constraints
  const constraints = convert(condition, variable, type)
  remembered.set(key, { type, constraints })
  return constraints
}

/** Modules of one house carry the same variables, so the same conditions come up again and again. */
const remembered = new RecentMap<{
  readonly type: TerraformType
  readonly constraints: readonly ValueConstraint[]
}>(2_000)

function convert(condition: string, variable: string, type: TerraformType): readonly ValueConstraint[] {
  const expression = parseExpression(condition)
  if (expression === undefined) return []
  const root = rootPlace(type)
  try {
    const holds = truth(evaluate(expression, { variable, root, names: new Map(), loops: [] }), true)
    return holds === never ? [] : renderPredicate(holds, root)
  } catch (error) {
    if (error instanceof Inexpressible) return []
    throw error
  }
}
