/** What one expression may use: blueprints come from strangers. */
export const limits = {
  /** Longest text with expressions, in characters. */
  textLength: 100_000,
  /** How deep tags and brackets may stand in each other. */
  nesting: 20,
  /** Outputs, tags and rounds of loops that are carried out. */
  steps: 100_000,
  /** Characters of texts and elements of lists that are made on the way. */
  memory: 10_000_000,
  /** Longest result, in characters and elements. */
  resultLength: 1_000_000,
  /** A second line of defence, should one step take long. */
  milliseconds: 2_000,
} as const
