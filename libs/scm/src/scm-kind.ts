export const scmKinds = ['github', 'bitbucket-cloud', 'bitbucket-data-center', 'local-git'] as const

/** The supported kinds of hosts. */
export type ScmKind = (typeof scmKinds)[number]
