import type { ExactNumber } from '@groundplan/terraform-type'

/** The name for each element after a splat. It is not a valid HCL identifier. */
export const splatElement = '*'

/** An HCL expression as a tree. Whatever this subset does not cover does not parse at all, so a tree is never half the truth. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A number that calculating with doubles would round. */
  | { readonly kind: 'exact-number'; readonly value: number | ExactNumber }
  /** A text with interpolations: pieces of text and the expressions between them. */
  | { readonly kind: 'template'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'attribute'; readonly object: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly collection: Expression; readonly key: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
  /** `collection[*].name…`: the traversal after the splat, starting from `splatElement`. */
  | { readonly kind: 'splat'; readonly collection: Expression; readonly each: Expression }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: 'binary'
      readonly operator: string
      readonly left: Expression
      readonly right: Expression
    }
  | {
      readonly kind: 'conditional'
      readonly condition: Expression
      readonly whenTrue: Expression
      readonly whenFalse: Expression
    }
  | {
      readonly kind: 'for'
      readonly keyName: string | undefined
      readonly valueName: string
      readonly collection: Expression
      /** For an object; absent for a list. */
      readonly key: Expression | undefined
      readonly value: Expression
      readonly filter: Expression | undefined
    }

/** A key in parentheses is an expression. */
export type ObjectEntry = readonly [key: string | Expression, value: Expression]
