import { setTimeout as delay } from 'node:timers/promises'
import type { FleetMember } from '@groundplan/fleet'
import type { Random } from '@groundplan/testing'
import type { EnvironmentLife } from './environment-life.ts'
import type { Product } from './open-product.ts'
import type { TerraformWatch } from './watch-processes.ts'

export interface Kill {
  /** Name of the server. */
  readonly member: string
  /** State of the environment when it happened. */
  readonly at: string
  /** True if Terraform was changing something for that worker. */
  readonly applying: boolean
}

export interface KillOptions {
  readonly product: Product
  readonly watch: TerraformWatch
  readonly random: Random
}

/** How often it is looked whether Terraform applies, in milliseconds. */
const interval = 150

/** Kills one server at a random moment of what an environment does, and starts it again; resolves once it is gone. */
export async function killOne(
  life: EnvironmentLife,
  { product, watch, random }: KillOptions,
): Promise<{ readonly kill: Kill; readonly restarted: Promise<void> }> {
  await untilMoment(life, watch, random)
  const at = await life.readState()
  const running = await watch.listOf(life.id)
  const member = await pickVictim(product, running, random)
  const applying = running.some(
    ({ command, port }) => command === 'apply' && port === member.env['GROUNDPLAN_PORT'],
  )
  await product.fleet.kill(member)
  const restarted = delay(random.below(1_000)).then(() => product.fleet.start(member))
  return { kill: { member: member.name, at, applying }, restarted }
}

/** Two of three kills come while Terraform changes something, or soon after; the others at any moment. */
async function untilMoment(life: EnvironmentLife, watch: TerraformWatch, random: Random): Promise<void> {
  if (random.below(3) === 0) return delay(random.below(15_000))
  const giveUpAt = performance.now() + 40_000
  while (performance.now() < giveUpAt) {
    if ((await watch.listOf(life.id)).some(({ command }) => command === 'apply')) break
    await delay(interval)
  }
  await delay(random.below(6_000))
}

/** Mostly the worker of the request, where Terraform shows which one that is; otherwise any server that is up. */
async function pickVictim(
  { fleet: { members } }: Product,
  running: readonly { readonly port: string }[],
  random: Random,
): Promise<FleetMember> {
  const isMostly = random.below(5) > 0
  for (;;) {
    const up = members.filter(({ url }) => url !== undefined)
    const owner = up.find(({ env }) => running.some(({ port }) => port === env['GROUNDPLAN_PORT']))
    if (owner !== undefined && isMostly) return owner
    if (up.length > 0) return random.pick(up)
    await delay(interval)
  }
}
