import type { Scope } from '@groundplan/actor'

/** The space and blueprint repository that a server works for until there are several. Nothing else names them. */
export const defaultScope: Scope = { spaceId: 'default', blueprintRepositoryId: 'default' }
