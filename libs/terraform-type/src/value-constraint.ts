/**
 * Rules on values as data: what a validation says that a form, a JSON Schema and a blueprint can say too.
 *
 * Terms: a *place* is the value itself or values inside it, named by a *path*: `''` is the value itself, `[*]` each element
 * of a list, set or map, `.name` an attribute of an object. A list of constraints is a conjunction: all of them hold.
 *
 * Null, and a value that is absent and so becomes null, passes every rule but `notNull`; what lies below it is not looked at.
 * An attribute with a default is judged by its default where it is null or absent.
 */

/** Rules on one place of a value. */
export interface ValueConstraint extends ConstraintRules {
  /** Where the rules apply, e.g. `[*].port`. */
  readonly path: string
}

/** Rules that all apply to one value. Rules that do not fit the value's type are ignored. */
export interface ConstraintRules {
  /** The value must not be null. */
  readonly notNull?: true
  readonly allowedValues?: readonly (string | number | boolean)[]
  /** ECMAScript regular expression with the flag `u`, unanchored. */
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  /** In characters (code points), as all lengths of texts. */
  readonly minLength?: number
  readonly maxLength?: number
  /** Elements of a list, set or tuple; entries of a map. */
  readonly minItems?: number
  readonly maxItems?: number
  /** No two elements are equal. */
  readonly uniqueItems?: true
  /** Rules on each key of a map. */
  readonly keys?: ConstraintRules
  /** At least one of these conjunctions holds; their paths begin at the place of this rule. */
  readonly anyOf?: readonly (readonly ValueConstraint[])[]
  /** None of these conjunctions holds; their paths begin at the place of this rule. */
  readonly not?: readonly (readonly ValueConstraint[])[]
}
