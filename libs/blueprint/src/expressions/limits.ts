/** Limits for one expression, because blueprints are untrusted. */
export const limits = {
  /** Maximum length of a string with expressions, in characters. */
  textLength: 100_000,
  /** Maximum nesting of tags and brackets. */
  nesting: 20,
  /** Maximum number of outputs, tags and loop iterations. */
  steps: 100_000,
  /** Maximum number of characters and list elements produced during evaluation. */
  memory: 10_000_000,
  /** Maximum size of the result, in characters and elements. */
  resultLength: 1_000_000,
  /** Fallback in case a single step takes long. */
  milliseconds: 2_000,
} as const
