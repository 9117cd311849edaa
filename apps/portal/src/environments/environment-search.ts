export const environmentTabs = ['overview', 'resources', 'activity', 'inputs'] as const
export type EnvironmentTab = (typeof environmentTabs)[number]

/** Which side of an environment is shown, and which request of its activity is open. */
export interface EnvironmentSearch {
  readonly tab?: EnvironmentTab
  readonly request?: string
}

export function parseEnvironmentSearch(raw: Record<string, unknown>): EnvironmentSearch {
  const tab = environmentTabs.find((name) => name === raw['tab'])
  const { request } = raw
  return {
    ...(tab === undefined || tab === 'overview' ? {} : { tab }),
    ...(tab === 'activity' && typeof request === 'string' && /^[\w-]{1,100}$/.test(request)
      ? { request }
      : {}),
  }
}
