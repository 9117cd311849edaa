import { createGithubDialect } from './github/dialect.ts'
import { type HostKind, hostKinds } from './forge.ts'
import type { Dialect } from './http/dialect.ts'
import type { World } from './model/world.ts'

/** One dialect for each host. */
export function createDialects(world: World): readonly Dialect[] {
  const github = createGithubDialect(world)
  return hostKinds.map((kind) => (kind === 'github' ? github : createSilentDialect(kind, github)))
}

/** Serves git as the others do, and has no API yet. */
function createSilentDialect(kind: HostKind, { gitPath, printGitPath, ...github }: Dialect): Dialect {
  const isServer = kind === 'bitbucket-data-center'
  return {
    ...github,
    kind,
    apiPath: isServer ? '/rest' : '/2.0',
    gitUsername: isServer ? 'x-token-auth' : 'x-token-auth',
    routes: [],
    otherRoutes: [],
    description: { kind: 'none', reason: 'the stand-in does not speak it yet.' },
    gitPath: isServer ? new RegExp(gitPath.source.replace('^\\/', '^\\/scm\\/')) : gitPath,
    printGitPath: (owner, name) => `${isServer ? '/scm' : ''}${printGitPath(owner, name)}`,
    renderWebhook: async () => undefined,
  }
}
