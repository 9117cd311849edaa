import { readEnvironment } from '@groundplan/process'
import type { GitCredentials } from '@groundplan/scm'

export interface GitEnvironmentOptions {
  /** The bare repository to work in; git looks for one around the working directory if absent. */
  readonly repository?: string | undefined
  readonly grant?: CredentialGrant | undefined
}

/** Credentials, and the only place that gets them. */
export interface CredentialGrant {
  /** Scheme, host and port, as `URL.origin` gives them. */
  readonly origin: string
  readonly credentials: GitCredentials
}

/** Variables of the user's shell that say how to reach remotes; those that would point git at another repository are left out. */
const useful = /^(?!GIT_)|^GIT_(?:SSH|SSH_COMMAND|SSH_VARIANT|ASKPASS|SSL_\w+|HTTP_\w+|CONFIG_\w+|PROXY_\w+)$/

/** The whole environment of a git that works for us. */
export function gitEnvironment({ repository, grant }: GitEnvironmentOptions): Record<string, string> {
  const entries = Object.entries(readEnvironment()).flatMap(([name, value]) =>
    value === undefined || !useful.test(name) || /^(?:EDITOR|PAGER|VISUAL)$/.test(name)
      ? []
      : [[name, value] as const],
  )
  const own = Object.fromEntries(entries)
  // Those of a calling `git -c` would count after ours.
  if (grant !== undefined) delete own['GIT_CONFIG_PARAMETERS']
  return {
    ...own,
    // Nobody sits in front of a server to type a password, and messages are read by `translateGitError`.
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    ...(repository === undefined ? {} : { GIT_DIR: repository }),
    ...(grant === undefined ? {} : credentialEnvironment(grant, Number(own['GIT_CONFIG_COUNT'] ?? 0))),
  }
}

/** What the shell prints when git asks for credentials; they themselves stand in no argument. */
const helper = `!f() { test "$1" = get && printf 'username=%s\\npassword=%s\\n' "$GROUNDPLAN_GIT_USERNAME" "$GROUNDPLAN_GIT_PASSWORD"; }; f`

/**
 * Gives git credentials for one origin through its environment alone. The empty helper comes first: it makes git forget the
 * user's own, which would be told to store what has worked.
 */
function credentialEnvironment(
  { origin, credentials }: CredentialGrant,
  count: number,
): Record<string, string> {
  const settings = [
    ['credential.helper', ''],
    [`credential.${origin}.helper`, helper],
    // Known from git 2.46 on: saves the request that is only made to be refused.
    ['http.proactiveAuth', 'basic'],
  ] as const
  const numbered = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${count + index}`, key] as const,
    [`GIT_CONFIG_VALUE_${count + index}`, value] as const,
  ])
  return {
    ...Object.fromEntries(numbered),
    GIT_CONFIG_COUNT: String(count + settings.length),
    GROUNDPLAN_GIT_USERNAME: credentials.username,
    GROUNDPLAN_GIT_PASSWORD: credentials.password,
    // Nobody is asked for others when these are refused. The user's settings may turn the address into one of SSH.
    GIT_ASKPASS: '',
    GIT_ALLOW_PROTOCOL: 'http:https:ssh',
  }
}
