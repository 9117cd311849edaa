/** What a space allows its environments; what is absent has no limit. Durations are whole minutes. */
export interface SpaceLimits {
  /** Environments at once: those that were launched and are not over. */
  readonly environments?: number | undefined
  /** The same, of one owner who is a person. */
  readonly environmentsPerPerson?: number | undefined
  /** After which a launch that names no end ends; absent: `maxDuration`. */
  readonly defaultDuration?: number | undefined
  /** From the creation of an environment to its end. */
  readonly maxDuration?: number | undefined
}

export const spaceLimitNames = [
  'environments',
  'environmentsPerPerson',
  'defaultDuration',
  'maxDuration',
] as const satisfies readonly (keyof SpaceLimits)[]

/** The highest number that a limit can have: ten years of minutes for durations. */
export const mostOfLimit = { environments: 100_000, duration: 10 * 366 * 24 * 60 } as const

/** The largest unit without a rest, as files and the command line write it: `90m`, `8h`, `30d`. */
export function printMinutes(minutes: number): string {
  if (minutes % 1440 === 0) return `${minutes / 1440}d`
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`
}

/** Without what has no limit, in one order. */
export function toSpaceLimits(limits: SpaceLimits): SpaceLimits {
  return Object.fromEntries(
    spaceLimitNames.flatMap((name) => (limits[name] === undefined ? [] : [[name, limits[name]]])),
  )
}
