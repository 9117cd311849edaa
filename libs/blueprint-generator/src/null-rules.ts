import { typeAtPath, type TerraformType, type ValueConstraint } from '@groundplan/terraform-type'

/**
 * The constraints without those rules against null that a form keeps to by itself: it gives null only for what may be left out
 * and has no default.
 */
export function withoutIdleNullRules(
  constraints: readonly ValueConstraint[],
  { type, mayBeLeftOut }: { readonly type: TerraformType; readonly mayBeLeftOut: boolean },
): readonly ValueConstraint[] {
  return constraints.map((constraint) => {
    const givesNull = constraint.path === '' ? mayBeLeftOut : mayGiveNull(type, constraint.path)
    if (givesNull) return constraint
    const { notNull: _, ...rules } = constraint
    return rules
  })
}

function mayGiveNull(type: TerraformType, path: string): boolean {
  const [, outer = '', name] = /^(.*)(?:\[\*\]|\.([^.[]+))$/su.exec(path) ?? []
  const owner = typeAtPath(type, outer)
  if (owner?.kind !== 'object') return typeAtPath(type, path)?.kind === 'any'
  const attribute = owner.attributes.find((candidate) => candidate.name === name)
  return attribute?.optional === true && (attribute.default ?? null) === null
}
