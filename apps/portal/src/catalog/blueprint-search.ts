export const blueprintTabs = ['form', 'interface', 'versions', 'yaml', 'source'] as const
export type BlueprintTab = (typeof blueprintTabs)[number]

/** Which version and which side of a blueprint is shown; the latest and the form if absent. */
export interface BlueprintSearch {
  readonly version?: string
  readonly tab?: BlueprintTab
}

export function parseBlueprintSearch(raw: Record<string, unknown>): BlueprintSearch {
  const { version } = raw
  const tab = blueprintTabs.find((name) => name === raw['tab'])
  return {
    ...(typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version) ? { version } : {}),
    ...(tab === undefined ? {} : { tab }),
  }
}
