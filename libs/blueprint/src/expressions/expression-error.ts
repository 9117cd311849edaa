/** An expression failed for a reason that its author can fix. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
}
