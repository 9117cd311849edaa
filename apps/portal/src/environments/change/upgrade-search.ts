/** Which version is looked at; the latest if absent. */
export interface UpgradeSearch {
  readonly version?: string
}

export function parseUpgradeSearch({ version }: Record<string, unknown>): UpgradeSearch {
  return typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version) ? { version } : {}
}
