import { CancelledError, ExternalServiceError } from '@groundplan/errors'
import type { PowerReading, PowerSession, PowerTarget } from './power-control.ts'

export interface PowerWait {
  /** Milliseconds between two looks. */
  readonly interval: number
  /** Milliseconds until one gives up. */
  readonly patience: number
  readonly now: () => Date
  readonly sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>
  readonly signal?: AbortSignal | undefined
}

/** Waits until something is on or off. Throws ExternalServiceError if it takes too long or does not exist, and CancelledError. */
export async function waitForPower(
  session: Pick<PowerSession, 'read'>,
  target: PowerTarget,
  wanted: 'on' | 'off',
  { interval, patience, now, sleep, signal }: PowerWait,
): Promise<PowerReading> {
  const deadline = now().getTime() + patience
  for (;;) {
    if (signal?.aborted === true)
      throw new CancelledError(`${target.address} is still on its way to be ${wanted}.`)
    const reading = await session.read(target)
    if (reading.status === wanted) return reading
    if (reading.status === 'gone')
      throw new ExternalServiceError(`${target.address} (${target.id}) does not exist.`, {
        service: 'cloud',
        hint: 'Run a drift check: somebody has removed it outside of Terraform.',
      })
    if (now().getTime() >= deadline)
      throw new ExternalServiceError(
        `${target.address} (${target.id}) was not ${wanted} after ${Math.round(patience / 1000)} seconds.`,
        { service: 'cloud', hint: 'Look at it in the console of the cloud, and try again.', retryable: true },
      )
    await sleep(interval, signal)
  }
}
