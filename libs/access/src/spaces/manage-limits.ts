import { accountSpaceId } from '@groundplan/actor'
import { InputError } from '@groundplan/errors'
import { requirePermission, type Caller } from '../caller.ts'
import { requireKnownSpace, type SpaceDependencies } from './manage-spaces.ts'
import { mostOfLimit, spaceLimitNames, toSpaceLimits, type SpaceLimits } from './space-limits.ts'

/** The limits of a space, for whoever manages spaces. Throws NotFoundError. */
export async function getSpaceLimits(
  space: string,
  caller: Caller,
  dependencies: SpaceDependencies,
): Promise<SpaceLimits> {
  requirePermission(caller, 'spaces.manage', accountSpaceId)
  await requireKnownSpace(space, dependencies)
  return dependencies.spaces.readLimits(space)
}

/** Replaces all limits of a space. Environments that exceed them stay as they are. Throws InputError and NotFoundError. */
export async function setSpaceLimits(
  space: string,
  limits: SpaceLimits,
  caller: Caller,
  dependencies: SpaceDependencies,
): Promise<SpaceLimits> {
  requirePermission(caller, 'spaces.manage', accountSpaceId)
  const wrong = findWrongLimit(limits)
  if (wrong !== undefined) throw new InputError(wrong)
  await requireKnownSpace(space, dependencies)
  const { spaces, now } = dependencies
  await spaces.setLimits(space, toSpaceLimits(limits), { by: caller.actor, at: now() })
  return toSpaceLimits(limits)
}

/** What is wrong with limits, in words; `undefined` if nothing is. */
export function findWrongLimit(limits: SpaceLimits): string | undefined {
  for (const name of spaceLimitNames) {
    const value = limits[name]
    const most = name.endsWith('Duration') ? mostOfLimit.duration : mostOfLimit.environments
    if (value !== undefined && (!Number.isInteger(value) || value < 1 || value > most))
      return `The limit "${name}" must be a whole number from 1 to ${most}, not ${value}.`
  }
  const { defaultDuration = 0, maxDuration = Infinity } = limits
  return defaultDuration > maxDuration
    ? 'The default duration is longer than the maximum duration.'
    : undefined
}
