/** Why an attempt failed. Attempts that nobody ended, because their worker died, were not reported either. */
export function readReason(output: object | null): { readonly reason: string; readonly isReported: boolean } {
  const isReported = output !== null && 'reported' in output
  const message = output !== null && 'message' in output ? String(output.message) : undefined
  return { reason: message ?? 'The worker died or took too long.', isReported }
}
