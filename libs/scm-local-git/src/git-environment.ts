import { readEnvironment } from '@groundplan/process'
import type { GitCredentials } from '@groundplan/scm'
import type { GitSetting } from './connection/git-setting.ts'
import { withProxyDecision } from './connection/proxy-environment.ts'
import type { RepositoryLayout } from './repository-layout.ts'

/** Credentials, and the only origin they are sent to. */
export interface CredentialGrant {
  /** Scheme, host and port, as `URL.origin` gives them. */
  readonly origin: string
  readonly credentials: GitCredentials
}

/** How git connects to a remote. */
export interface RemoteAccess {
  /** The remote's URL. */
  readonly url: string
  readonly grant?: CredentialGrant | undefined
  /** More settings, which come before the user's own. */
  readonly settings?: readonly GitSetting[] | undefined
}

/** What every program needs. */
const basic = /^(?:PATH|TMPDIR|TEMP|TMP|TZ|SYSTEMROOT|WINDIR|COMSPEC|PATHEXT)$/i

/** Variables that git, ssh and credential helpers need to connect to remotes. */
const reaching =
  /^(?:HOME|USER|LOGNAME|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAMDATA|XDG_\w+|LANG|DBUS_SESSION_BUS_ADDRESS|SSH_AUTH_SOCK|SSH_ASKPASS|KRB5CCNAME|KRB5_CONFIG|(?:https?|all|no|ftp)_proxy|SSL_CERT_(?:FILE|DIR)|CURL_CA_BUNDLE|GIT_(?:SSH|SSH_COMMAND|SSH_VARIANT|ASKPASS|SSL_\w+|HTTP_\w+|CONFIG_\w+|PROXY_\w+))$/i

/** Settings for every git: no prompts on a server, and English messages for `translateGitError`. */
const always = { GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', GIT_NO_LAZY_FETCH: '1', GIT_NO_REPLACE_OBJECTS: '1' }

/**
 * The complete environment of a git that only works locally: no configuration except the repository's, no transports and no
 * credentials.
 */
export function localEnvironment(layout: RepositoryLayout | undefined): Record<string, string> {
  return {
    ...pick(basic),
    ...always,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    // Stops git before 2.45 as well, which does not know GIT_NO_LAZY_FETCH.
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_OPTIONAL_LOCKS: '0',
    ...layoutEnvironment(layout),
  }
}

/** The complete environment of a git that connects to one remote: the user's settings plus our credentials. */
export function remoteEnvironment(
  layout: RepositoryLayout | undefined,
  { url, grant, settings = [] }: RemoteAccess,
): Record<string, string> {
  const own = withProxyDecision(url, { ...pick(basic), ...pick(reaching) })
  // Settings of a calling `git -c` would override ours.
  if (grant !== undefined || settings.length > 0) delete own['GIT_CONFIG_PARAMETERS']
  return {
    ...own,
    ...always,
    GIT_ALLOW_PROTOCOL: allowedProtocols(url),
    ...layoutEnvironment(layout),
    ...(grant === undefined ? {} : credentialEnvironment(grant)),
    ...numberSettings(
      [...settings, ...(grant === undefined ? [] : credentialSettings(grant))],
      Number(own['GIT_CONFIG_COUNT'] ?? 0),
    ),
  }
}

/** Settings as git reads them from its environment, behind those that are there. */
function numberSettings(settings: readonly GitSetting[], count: number): Record<string, string> {
  if (settings.length === 0) return {}
  const numbered = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${count + index}`, key] as const,
    [`GIT_CONFIG_VALUE_${count + index}`, value] as const,
  ])
  return { ...Object.fromEntries(numbered), GIT_CONFIG_COUNT: String(count + settings.length) }
}

/**
 * The protocol of the address. The user's settings (`url.<base>.insteadOf`) may turn addresses of HTTPS into those of SSH and the
 * other way round, never into anything that is less safe.
 */
function allowedProtocols(url: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase() ?? 'ssh'
  const allowed: Readonly<Record<string, string>> = {
    http: 'http:https:ssh',
    https: 'https:ssh',
    ssh: 'ssh:https',
    git: 'git',
    file: 'file',
  }
  return allowed[scheme] ?? 'none'
}

function layoutEnvironment(layout: RepositoryLayout | undefined): Record<string, string> {
  if (layout === undefined) return {}
  const { gitDirectory, commonDirectory, objectDirectory } = layout
  return {
    GIT_DIR: gitDirectory,
    ...(commonDirectory === undefined ? {} : { GIT_COMMON_DIR: commonDirectory }),
    ...(objectDirectory === undefined ? {} : { GIT_OBJECT_DIRECTORY: objectDirectory }),
  }
}

function pick(names: RegExp): Record<string, string> {
  return Object.fromEntries(
    Object.entries(readEnvironment()).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && names.test(entry[0]),
    ),
  )
}

/** What the shell prints when git asks for credentials; they themselves stand in no argument. */
const helper = `!f() { test "$1" = get && printf 'username=%s\\npassword=%s\\n' "$GROUNDPLAN_GIT_USERNAME" "$GROUNDPLAN_GIT_PASSWORD"; }; f`

/**
 * Settings that give git credentials for one origin. The empty helper comes first: it makes git forget the user's own, which would be told
 * to store what has worked.
 */
function credentialSettings({ origin, credentials }: CredentialGrant): readonly GitSetting[] {
  return [
    ['credential.helper', ''],
    ...(credentials.scheme === 'bearer' ? bearerSettings(origin, credentials) : basicSettings(origin)),
  ]
}

/** Credentials for git stand in its environment alone. */
function credentialEnvironment({ credentials }: CredentialGrant): Record<string, string> {
  return {
    ...(credentials.scheme === 'bearer'
      ? {}
      : {
          GROUNDPLAN_GIT_USERNAME: credentials.username,
          GROUNDPLAN_GIT_PASSWORD: credentials.password,
        }),
    // Do not prompt for others if these are rejected.
    GIT_ASKPASS: '',
  }
}

function basicSettings(origin: string): readonly GitSetting[] {
  return [
    [`credential.${origin}.helper`, helper],
    // Known from git 2.46 on: saves the request that is only made to be refused.
    ['http.proactiveAuth', 'basic'],
  ]
}

/** Only from git 2.46 on, credential helpers can tell of a scheme. Git would send a header of ours to wherever a redirect leads. */
function bearerSettings(origin: string, { password }: GitCredentials): readonly GitSetting[] {
  return [
    [`http.${origin}.extraHeader`, `Authorization: Bearer ${password}`],
    ['http.followRedirects', 'false'],
    [`http.${origin}.followRedirects`, 'false'],
  ]
}
