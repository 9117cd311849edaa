export const hostKinds = ['github', 'bitbucket-cloud', 'bitbucket-data-center'] as const

/** The hosts that the stand-in speaks like. */
export type HostKind = (typeof hostKinds)[number]
