import type { StateResource } from '../state/terraform-state-summary.ts'

/**
 * Something in a state that can be switched off without being destroyed. `id` is what its service knows it by, `region` where it is, if
 * the state says so.
 */
export interface PowerTarget {
  readonly address: string
  readonly type: string
  readonly id: string
  readonly region?: string | undefined
  /** What it belongs to, where the ID alone does not say it: the cluster of an ECS service. */
  readonly parent?: string | undefined
  /** How large Terraform made it, where it is switched off by making it empty. */
  readonly sizes?: PowerSizes | undefined
}

/** Numbers that are 0 while it is off, by name: `desired`, `min`, `max`. They have to be remembered to switch it on again. */
export type PowerSizes = Readonly<Record<string, number>>

/** `changing`: on its way to another status. `gone`: it does not exist. */
export type PowerStatus = 'on' | 'off' | 'changing' | 'gone'

export interface PowerReading {
  readonly status: PowerStatus
  /** As they are now; absent where there are none. */
  readonly sizes?: PowerSizes | undefined
}

/** Port: switches what a cloud runs off and on. Each call throws PlatformError if the cloud refuses. */
export interface PowerControl {
  /** What of these resources can be switched. */
  findTargets(resources: readonly StateResource[]): readonly PowerTarget[]
  /** With the credentials of a run, as environment variables. */
  open(credentials: Readonly<Record<string, string>>): PowerSession
}

export interface PowerSession {
  read(target: PowerTarget): Promise<PowerReading>
  /** Asks for it; it takes a while until `read` says so. */
  switchOff(target: PowerTarget): Promise<void>
  /** Asks for it, as large as it was. Absent sizes: as Terraform made it. */
  switchOn(target: PowerTarget, sizes?: PowerSizes): Promise<void>
  /** Asks for it to start anew, without a change of what Terraform knows. */
  restart(target: PowerTarget): Promise<void>
}
