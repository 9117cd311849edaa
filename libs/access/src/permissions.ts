/**
 * Everything that somebody can be permitted to do. The API, the portal and docs/permissions.md read this table.
 *
 * A permission of a `space` is held in single spaces or in all of them; one of `home` is about the blueprint repository, which only the
 * home space has; one of the `account` is about the server as a whole, and held in the home space or in all; one of `any` is held by
 * whoever has it in some space.
 */
export const permissions = {
  'catalog.read': {
    within: 'space',
    allows: 'See the catalog: blueprints, their versions, forms and problems',
  },
  'proposals.read': { within: 'home', allows: 'See proposals, their files, conflicts and history' },
  'proposals.decide': {
    within: 'home',
    allows: 'Approve, reject and reopen proposals, and decide conflicts',
  },
  'imports.read': { within: 'home', allows: 'See imports and their reports' },
  'imports.run': { within: 'home', allows: 'Start and cancel imports' },
  'imports.folders': {
    within: 'account',
    allows: 'Import from folders of the machine that runs the server',
  },
  'environments.read': {
    within: 'space',
    allows: 'See environments with their plans, logs and outputs, never secret values',
  },
  'environments.launch': { within: 'space', allows: 'Launch environments' },
  'environments.operate': {
    within: 'space',
    allows:
      'Change, start, stop, extend, share and end environments that one owns or collaborates on; collaborators cannot transfer or share them',
  },
  'environments.reveal': {
    within: 'space',
    allows: 'See secret outputs of such environments',
  },
  'environments.force-end': {
    within: 'space',
    allows: 'End such environments past failures, so that resources may remain',
  },
  'environments.release': {
    within: 'space',
    allows: 'Have Groundplan forget environments without destroying their resources',
  },
  'environments.manage': { within: 'space', allows: "Do the same with other people's environments" },
  'environments.approve': { within: 'space', allows: 'Approve and reject requests for environments' },
  'tokens.manage': { within: 'space', allows: 'Create, list and revoke API tokens' },
  'members.read': { within: 'space', allows: 'See members and the roles that there are' },
  'members.manage': { within: 'space', allows: 'Give members roles, and take them away' },
  'secrets.read': {
    within: 'space',
    allows: 'See the names of secrets and when they were used, never values',
  },
  'secrets.manage': { within: 'space', allows: 'Set and remove secrets' },
  'spaces.manage': {
    within: 'account',
    allows: 'Create, change and archive spaces, and publish blueprints to them',
  },
  'keys.rotate': {
    within: 'account',
    allows:
      'Encrypt what is stored of all spaces with the current master key, and revoke the keys that sign tokens of runs',
  },
  'roles.manage': { within: 'account', allows: 'Define roles of the company' },
  'credentials.read': {
    within: 'space',
    allows: 'See the cloud credentials of a space, never their secret keys',
  },
  'credentials.manage': { within: 'space', allows: 'Set, test and remove cloud credentials' },
  'states.read': {
    within: 'space',
    allows: 'See the locks and versions of Terraform states, never their content',
  },
  'states.manage': {
    within: 'space',
    allows:
      'Unlock Terraform states, bring earlier versions back, and download them with the secrets in them',
  },
  'audit.read': {
    within: 'space',
    allows: 'See, export and verify the audit log: who did what, from where, and what was refused',
  },
  'jobs.read': {
    within: 'space',
    allows: 'See background jobs, why they failed, and the workers that run them',
  },
  'server.read': {
    within: 'any',
    allows: 'See the version of the server and the address of its blueprint repository',
  },
} as const satisfies Readonly<Record<string, PermissionFacts>>

export interface PermissionFacts {
  readonly within: 'space' | 'home' | 'account' | 'any'
  /** What it permits, as the documentation says it. */
  readonly allows: string
}

export type Permission = keyof typeof permissions

export const permissionNames = Object.keys(permissions) as readonly Permission[]
