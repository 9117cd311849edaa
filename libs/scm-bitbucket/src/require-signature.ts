import { NotAllowedError } from '@groundplan/errors'
import { verifySignature } from '@groundplan/http'
import type { WebhookRequest } from '@groundplan/scm'

/** Throws NotAllowedError if none of the secrets signed the delivery. */
export async function requireSignature(
  { headers, body }: WebhookRequest,
  secrets: readonly string[],
): Promise<void> {
  if (await verifySignature(secrets, body, headers['x-hub-signature'])) return
  throw new NotAllowedError('Invalid webhook signature.')
}
