import type { Environment } from '@groundplan/process'

export interface EnvironmentOptions {
  /** The variables of this process. */
  readonly own: Environment
  /** Home of the run: nothing of the user who runs the server is found there. */
  readonly home: string
  readonly configurationFile: string
  readonly pluginCache: string | undefined
  /** Values of variables and settings of the grain. */
  readonly values: ReadonlyMap<string, string>
  readonly credentials: Readonly<Record<string, string>>
  /** Address of the state on this server, which no proxy is asked for. */
  readonly stateAddress?: string | undefined
  readonly registryTokens: Readonly<Record<string, string>>
  readonly gitCredentials: Readonly<Record<string, { readonly username: string; readonly password: string }>>
}

/** What Terraform needs of the machine: where programs are, and how the network is reached. */
const inherited = [
  ...['PATH', 'LANG', 'LC_ALL', 'TZ', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'GIT_SSL_CAINFO'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
]

/** Everything that Terraform gets as its environment: the credentials of a run, and nothing else of this process but `inherited`. */
export function createEnvironment(options: EnvironmentOptions): Readonly<Record<string, string>> {
  const { own, home, configurationFile, pluginCache, values, credentials } = options
  const kept = inherited.flatMap((name) => {
    const value = own[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...Object.fromEntries(kept),
    ...withoutProxy(own, options.stateAddress),
    ...Object.fromEntries(values),
    ...credentials,
    ...tokenVariables(options.registryTokens),
    ...gitVariables(options.gitCredentials),
    // Otherwise Terraform installs what no lock file has into the cache again, while other runs read it there.
    ...(pluginCache === undefined
      ? {}
      : { TF_PLUGIN_CACHE_DIR: pluginCache, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1' }),
    ...{ HOME: home, TMPDIR: home, TF_CLI_CONFIG_FILE: configurationFile },
    ...{ TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' },
  }
}

/** Both spellings, because either may be the one that counts. */
function withoutProxy(own: Environment, address: string | undefined): Readonly<Record<string, string>> {
  if (address === undefined) return {}
  const list = [own['NO_PROXY'] ?? own['no_proxy'], new URL(address).hostname]
  const hosts = list.filter((each) => each !== undefined).join(',')
  return { NO_PROXY: hosts, no_proxy: hosts }
}

/** Tokens of registries: https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials. */
function tokenVariables(tokens: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const variables = Object.entries(tokens).map(([host, token]) => [
    `TF_TOKEN_${host.replaceAll('-', '__').replaceAll('.', '_')}`,
    token,
  ])
  return Object.fromEntries(variables) as Readonly<Record<string, string>>
}

/** Settings of git, which are in no file: https://git-scm.com/docs/git-config#ENVIRONMENT. */
function gitVariables(credentials: EnvironmentOptions['gitCredentials']): Readonly<Record<string, string>> {
  const settings = Object.entries(credentials).map(([origin, { username, password }]) => [
    `http.${origin.replace(/\/+$/, '')}/.extraHeader`,
    `Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
  ])
  const pairs = settings.flatMap(([key = '', value = ''], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ])
  const count = settings.length === 0 ? {} : { GIT_CONFIG_COUNT: String(settings.length) }
  return { ...count, ...Object.fromEntries(pairs), GIT_TERMINAL_PROMPT: '0' }
}
