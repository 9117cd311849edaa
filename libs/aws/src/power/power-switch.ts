import type { PowerReading, PowerSizes, PowerTarget } from '@groundplan/terraform-run'
import type { createClientConfig } from '../client/create-client-config.ts'

export type ClientConfig = ReturnType<typeof createClientConfig>

/** How one type of resource is switched. Errors are those of the SDK. */
export interface PowerSwitch {
  /** Display name of the service. */
  readonly service: string
  /** What the policy of the identity has to allow. */
  readonly actions: Readonly<Record<'read' | 'switchOff' | 'switchOn' | 'restart', readonly string[]>>
  read(target: PowerTarget, config: ClientConfig): Promise<PowerReading>
  switchOff(target: PowerTarget, config: ClientConfig): Promise<void>
  switchOn(target: PowerTarget, config: ClientConfig, sizes: PowerSizes): Promise<void>
  restart(target: PowerTarget, config: ClientConfig): Promise<void>
}

export const gone: PowerReading = { status: 'gone' }

/** True for what services answer about something that is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && /(?:NotFound(?:Fault|Exception)?|\.NotFound)$/.test(error.name)
}

/** A reading, or that there is nothing. */
export async function unlessMissing(read: () => Promise<PowerReading>): Promise<PowerReading> {
  try {
    return await read()
  } catch (error) {
    if (isMissing(error)) return gone
    throw error
  }
}
