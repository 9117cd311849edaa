import type { NewGrainPlan } from '@groundplan/environment'
import { InputError } from '@groundplan/errors'
import {
  waitForPower,
  type PowerControl,
  type PowerTarget,
  type PowerWait,
  type StateResource,
} from '@groundplan/terraform-run'
import type { PowerChange, PowerStep } from './stored-plan.ts'

export interface PowerOptions {
  readonly power: PowerControl
  readonly credentials: Readonly<Record<string, string>>
  readonly wait: PowerWait
  readonly onLog: (line: string) => void
}

export interface PlannedPower {
  readonly actions: NewGrainPlan['actions']
  readonly targets: readonly PowerStep[]
}

/** What has to be switched: what is that way already is left out, what is gone is not touched, and only what is on restarts. */
export async function readPower(
  to: PowerChange,
  resources: readonly StateResource[],
  { power, credentials, onLog }: Omit<PowerOptions, 'wait'>,
): Promise<PlannedPower> {
  const found = power.findTargets(resources)
  if (found.length === 0) {
    onLog('Nothing of this can be switched off, on or restarted.')
    return { actions: [], targets: [] }
  }
  const session = power.open(credentials)
  const targets: (PowerStep & Pick<PowerTarget, 'type'>)[] = []
  for (const target of found) {
    const { status, sizes } = await session.read(target)
    onLog(`${target.address} (${target.id}) is ${status}.`)
    const isNeeded = to === 'restart' ? status === 'on' : status !== 'gone' && status !== to
    if (!isNeeded) continue
    // What is off has no size of its own: Terraform knows how large it was made.
    targets.push({ address: target.address, type: target.type, sizes: to === 'on' ? target.sizes : sizes })
  }
  return {
    actions: targets.map(({ address, type }) => ({ address, type, action: 'run' })),
    targets: targets.map(({ address, sizes }) => ({ address, sizes })),
  }
}

/**
 * Switches what was planned, all at once, and waits until it is that way. Doing it again changes nothing, except that a restart restarts.
 * Throws InputError if something is no longer in the state.
 */
export async function switchPower(
  { to, targets }: { readonly to: PowerChange; readonly targets: readonly PowerStep[] },
  resources: readonly StateResource[],
  { power, credentials, wait, onLog }: PowerOptions,
): Promise<void> {
  const found = new Map(power.findTargets(resources).map((target) => [target.address, target]))
  const session = power.open(credentials)
  const steps = targets.map(({ address, sizes }) => {
    const target = found.get(address)
    if (target === undefined)
      throw new InputError(`${address} is no longer in the state.`, { hint: 'Request it again.' })
    return { target, sizes }
  })
  for (const { target, sizes } of steps) {
    onLog(`${target.address} (${target.id}): ${to === 'restart' ? 'restart' : `switch ${to}`}`)
    if (to === 'restart') await session.restart(target)
    else if (to === 'off') await session.switchOff(target)
    else await session.switchOn(target, sizes)
  }
  if (to === 'restart') return
  await Promise.all(
    steps.map(async ({ target }) => {
      await waitForPower(session, target, to, wait)
      onLog(`${target.address} (${target.id}) is ${to}.`)
    }),
  )
}
