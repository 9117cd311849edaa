import type { TerraformDiagnostic } from './events/terraform-event.ts'
import type { FailureReason } from './terraform-failure.ts'

/**
 * What a network or a service says that is away for a moment. From Go's packages net, net/http and crypto/tls, which Terraform prints as
 * they are, and from Terraform's registry client (internal/getproviders and internal/registry, "failed to request").
 */
const transient = [
  /\bi\/o timeout\b/,
  /\bTLS handshake timeout\b/,
  /\bconnection (?:reset by peer|refused)\b/,
  /\bbroken pipe\b/,
  /\bunexpected EOF\b/,
  /\bClient\.Timeout exceeded\b/,
  /\bcontext deadline exceeded\b/,
  /\bserver misbehaving\b/,
  /\bTemporary failure in name resolution\b/i,
  /\b(?:429|500|502|503|504) (?:Too Many Requests|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout)\b/i,
  /\bfailed to (?:request|retrieve) .*: (?:the request failed after \d+ attempts|giving up after \d+ attempt)/i,
]

/** Summaries of Terraform: internal/command/clistate and internal/backend/local. */
const [locked, stale] = [/^Error acquiring the state lock/i, /^Saved plan is stale/i]

/** Why Terraform failed. With several errors, only one that every retry would meet again counts. */
export function classifyFailure(diagnostics: readonly TerraformDiagnostic[]): FailureReason {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.some(({ summary }) => locked.test(summary))) return 'locked'
  if (errors.some(({ summary }) => stale.test(summary))) return 'stale'
  const isTransient = ({ summary, detail }: TerraformDiagnostic) =>
    transient.some((form) => form.test(summary) || form.test(detail))
  return errors.length > 0 && errors.every(isTransient) ? 'transient' : 'else'
}
