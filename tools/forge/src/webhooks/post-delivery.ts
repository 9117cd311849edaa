import type { WebhookDelivery } from '../model/webhook-delivery.ts'

/** GitHub waits ten seconds: https://docs.github.com/webhooks/using-webhooks/best-practices-for-using-webhooks */
const patience = 10_000

/** Sends a message; returns the status of the receiver's answer, or 0 if none came. */
export async function postDelivery({ url, headers, body }: WebhookDelivery): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}
