export const blueprintTabs = ['form', 'interface', 'versions', 'yaml', 'source'] as const
export type BlueprintTab = (typeof blueprintTabs)[number]

/** Which version and which side of a blueprint is shown; the latest and the form if absent. */
export interface BlueprintSearch {
  readonly version?: number
  readonly tab?: BlueprintTab
}

export function parseBlueprintSearch(raw: Record<string, unknown>): BlueprintSearch {
  const version = Number(raw['version'])
  const tab = blueprintTabs.find((name) => name === raw['tab'])
  return {
    ...(Number.isSafeInteger(version) && version > 0 ? { version } : {}),
    ...(tab === undefined ? {} : { tab }),
  }
}
