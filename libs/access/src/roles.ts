import { permissionNames, type Permission } from './permissions.ts'

/** A named set of permissions. Those of one company are rows; these are always there. */
export interface Role {
  readonly name: string
  /** For people. */
  readonly title: string
  readonly permissions: ReadonlySet<Permission>
}

const reading = [
  ...(['server.read', 'catalog.read', 'imports.read', 'proposals.read', 'environments.read'] as const),
]

/** What one does with one's own environments. */
const using = [
  ...(['environments.launch', 'environments.operate', 'environments.reveal'] as const),
  'environments.force-end',
] as const

/** What one does with everybody's. */
const managing = ['environments.manage', 'environments.approve', 'environments.release'] as const

/** From the most powerful to the least. */
export const builtInRoles = {
  'account-admin': role('account-admin', 'Account admin', permissionNames),
  'space-admin': role('space-admin', 'Space admin', [
    ...reading,
    ...using,
    ...managing,
    'imports.run',
    'proposals.decide',
    'members.read',
    'members.manage',
    'tokens.manage',
    'secrets.read',
    'secrets.manage',
    'credentials.read',
    'credentials.manage',
    'states.read',
    'states.manage',
    'audit.read',
    'jobs.read',
  ]),
  devops: role('devops', 'DevOps', [
    ...reading,
    ...using,
    ...managing,
    'imports.run',
    'proposals.decide',
    'secrets.read',
    'credentials.read',
    'jobs.read',
    'states.read',
  ]),
  developer: role('developer', 'Developer', [
    ...(['server.read', 'catalog.read', 'environments.read'] as const),
    ...using,
  ]),
  viewer: role('viewer', 'Viewer', reading),
} as const satisfies Readonly<Record<string, Role>>

export type BuiltInRole = keyof typeof builtInRoles

function role(name: string, title: string, permitted: readonly Permission[]): Role {
  return { name, title, permissions: new Set(permitted) }
}
