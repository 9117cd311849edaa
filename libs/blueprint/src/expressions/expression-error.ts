/** An expression cannot be carried out, for a reason that its author can understand. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
}
