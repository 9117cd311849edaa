/** Which version is launched, the latest if absent, and the environment whose launch goes on. */
export interface LaunchSearch {
  readonly version?: string
  readonly environment?: string
}

export function parseLaunchSearch(raw: Record<string, unknown>): LaunchSearch {
  const { version, environment } = raw
  return {
    ...(typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version) ? { version } : {}),
    ...(typeof environment === 'string' && /^[\w-]{1,100}$/.test(environment) ? { environment } : {}),
  }
}
