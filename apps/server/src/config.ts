import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { InputError } from '@groundplan/errors'
import { readNetwork } from '@groundplan/http'
import { defaultPool, isPoolName } from '@groundplan/jobs'
import type { AllowedNetwork } from '@groundplan/network-address'
import {
  findProjectHome,
  findUserDataFolder,
  redact,
  takeEnvironment,
  type Environment as Variables,
} from '@groundplan/process'
import { z } from 'zod'
import { auditVariables, readAuditConfig, type AuditConfig } from './audit/audit-config.ts'
import { shortestAccessToken } from './access/check-exposure.ts'
import { folderList, hostList, networkList, splitList } from './access/reach-settings.ts'
import { logLevels, type LogLevel } from './log/create-logger.ts'
import { readHostSecrets, type HostSecrets } from './hosts/host-secrets.ts'
import { readSecretServices, type SecretServices } from './hosts/read-secret-services.ts'
import type { BlueprintsConfig } from './hosts/locate-blueprints.ts'
import { blueprintsVariables, confidentialUrl, readBlueprints } from './blueprints-config.ts'
import { readTerraformConfig, terraformVariables, type TerraformConfig } from './terraform-config.ts'
import { readSignIn, signInVariables, type SignInConfig } from './sign-in/sign-in-config.ts'

/** `api` answers requests, `worker` works on jobs. */
export const roles = ['all', 'api', 'worker'] as const
export type Role = (typeof roles)[number]

/** Each pool has connections to the queue that wait for its jobs. */
const mostPools = 10

const poolList = z
  .string()
  .transform((text) => [...new Set(splitList(text))])
  .refine((pools) => pools.length > 0 && pools.length <= mostPools && pools.every(isPoolName), {
    message: `List up to ${mostPools} names of pools, separated by commas: lower-case letters, digits and single dashes, such as payments-prod.`,
  })

/** Every variable that the server reads. */
const Environment = z.object({
  ...auditVariables,
  /** Folder for the embedded database, the blueprint repository and clones. */
  GROUNDPLAN_HOME: z.string().optional(),
  /** PostgreSQL to use instead of the embedded database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Address to listen on; only this machine by default. */
  GROUNDPLAN_HOST: z.string().default('localhost'),
  /** `on`: other machines may reach the server, with the access token. */
  GROUNDPLAN_REMOTE_ACCESS: z.enum(['on', 'off']).default('off'),
  /** What callers have to send who neither sign in nor have a token of their own. */
  GROUNDPLAN_ACCESS_TOKEN: z
    .string()
    .min(shortestAccessToken)
    .regex(/^[\x21-\x7e]*$/, 'Use ASCII letters, digits and punctuation, without spaces.')
    .optional(),
  /** `off`: every program of this machine may use a server that has neither an identity provider nor an access token. */
  GROUNDPLAN_LOCAL_SIGN_IN: z.enum(['on', 'off']).default('on'),
  /** Hosts that others than programs of this machine may import from, separated by commas, beside those of groundplan.yaml. */
  GROUNDPLAN_IMPORT_HOSTS: hostList.optional(),
  /** Folders that may be imported where others than programs of this machine are served. */
  GROUNDPLAN_IMPORT_FOLDERS: folderList.optional(),
  /** Networks and hosts that addresses of people and files may lead to beside the internet; `none` for no others. */
  GROUNDPLAN_ALLOWED_NETWORKS: networkList.optional(),
  /** Port to listen on; 0 takes a free one. */
  GROUNDPLAN_PORT: z.coerce.number().int().min(0).max(65535).default(4400),
  /** Keys that encrypt stored secrets, in base64, one in each line: the current one first. */
  GROUNDPLAN_MASTER_KEY: z.string().optional(),
  /** Path of a file with those keys. */
  GROUNDPLAN_MASTER_KEY_FILE: z.string().min(1).optional(),
  /** Address at which hosts reach the server to tell what happens; where it is not told, webhooks are registered by hand. */
  GROUNDPLAN_PUBLIC_URL: confidentialUrl.optional(),
  /** What this process does: answer requests, work on jobs, or both. */
  GROUNDPLAN_ROLE: z.enum(roles).default('all'),
  /** Pools of workers that this one serves, separated by commas; `default` stands for spaces that demand none. */
  GROUNDPLAN_WORKER_POOLS: poolList.optional(),
  /** Which lines the log has: from `error`, which has the fewest, to `debug`. */
  GROUNDPLAN_LOG_LEVEL: z.enum(logLevels).default('info'),
  /** `off`: the server begins no imports by itself. */
  GROUNDPLAN_POLL: z.enum(['on', 'off']).default('on'),
  /** Host names under which browsers reach the server, separated by commas, beside this machine's own. */
  GROUNDPLAN_ALLOWED_HOSTS: z.string().default(''),
  /** PEM file with certificate authorities to trust in addition, for API requests and git. */
  GROUNDPLAN_CA_FILE: z.string().optional(),
  /** File that the first import proposes as groundplan.yaml. Its settings for commits and branches count until one is merged. */
  GROUNDPLAN_ONBOARDING_CONFIG: z.string().min(1).optional(),
  ...blueprintsVariables,
  ...signInVariables,
  ...terraformVariables,
})

export interface ServerConfig {
  readonly home: string
  /** Where the user's homes are noted; a home in a git work tree must be among them. */
  readonly userDataFolder?: string | undefined
  readonly databaseUrl: string | undefined
  readonly host: string
  readonly port: number
  readonly allowedHosts: readonly string[]
  /** True if other machines may reach the server. */
  readonly remoteAccess?: boolean | undefined
  /** What callers have to send; absent: whoever reaches the server may use it. */
  readonly accessToken?: string | undefined
  /** How people sign in with an identity provider; absent: there is one administrator. */
  readonly signIn?: SignInConfig | undefined
  /** True if that administrator signs in with a link; otherwise whoever reaches the server, or has the access token, may do everything. */
  readonly localSignIn?: boolean | undefined
  /** Hosts that the operator allows imports from, as `name` or `name:port`. */
  readonly importHosts?: readonly string[] | undefined
  /** Paths of folders that the operator allows imports from. */
  readonly importFolders?: readonly string[] | undefined
  /** Where addresses may lead beside the internet; see createReach. */
  readonly allowedNetworks?: readonly AllowedNetwork[] | undefined
  /** Keys that encrypt stored secrets, one in each line. */
  readonly masterKey?: string | undefined
  /** Path of a file with those keys. */
  readonly masterKeyFile?: string | undefined
  /** Address at which hosts reach the server. */
  readonly publicUrl?: string | undefined
  /** True if imports are begun as often as the configuration says. */
  readonly polls?: boolean | undefined
  /** How long events are kept, and where they are sent to. */
  readonly audit?: AuditConfig | undefined
  /** `all` if absent. */
  readonly role?: Role | undefined
  /** Pools of workers that this process serves; the default pool if absent. */
  readonly workerPools?: readonly string[] | undefined
  readonly logLevel?: LogLevel | undefined
  /** Where the blueprint repository is; in the home folder if absent. */
  readonly blueprints?: BlueprintsConfig | undefined
  /** Path of the file that is proposed as the first configuration. */
  readonly onboardingConfig?: string | undefined
  /** What the operator has set for the hosts of configurations, `GROUNDPLAN_SECRET_*`; nothing if absent. */
  readonly secrets?: HostSecrets | undefined
  /** How environments are run; absent: none are launched. */
  readonly terraform?: TerraformConfig | undefined
  /** Services that keep secrets and keys; none if absent. */
  readonly services?: SecretServices | undefined
}

/**
 * Reads the configuration; by default from this process's environment, which then no longer has the secrets. What it returns
 * shows no secret in logs and JSON. Throws InputError that names every invalid variable.
 */
export function readConfig(variables: Variables = takeEnvironment()): ServerConfig {
  const parsed = Environment.safeParse(variables)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new InputError(`Invalid environment variables: ${problems.join('; ')}.`, {
      hint: 'Correct the variables and start again.',
    })
  }
  const { data } = parsed
  requireShared(data)
  requireDefaultPool(data)
  // Clients and git read proxies and certificates themselves; what is wrong there is said before anything starts.
  readNetwork(variables)
  const config = {
    ...findHomeFolder(data.GROUNDPLAN_HOME, variables),
    databaseUrl: data.DATABASE_URL,
    host: data.GROUNDPLAN_HOST,
    port: data.GROUNDPLAN_PORT,
    allowedHosts: splitList(data.GROUNDPLAN_ALLOWED_HOSTS),
    remoteAccess: data.GROUNDPLAN_REMOTE_ACCESS === 'on' ? true : undefined,
    accessToken: data.GROUNDPLAN_ACCESS_TOKEN,
    signIn: readSignIn(data),
    localSignIn: data.GROUNDPLAN_LOCAL_SIGN_IN === 'on' && data.GROUNDPLAN_ACCESS_TOKEN === undefined,
    importHosts: data.GROUNDPLAN_IMPORT_HOSTS,
    importFolders: data.GROUNDPLAN_IMPORT_FOLDERS,
    allowedNetworks: data.GROUNDPLAN_ALLOWED_NETWORKS,
    masterKey: data.GROUNDPLAN_MASTER_KEY,
    masterKeyFile: data.GROUNDPLAN_MASTER_KEY_FILE,
    publicUrl: data.GROUNDPLAN_PUBLIC_URL,
    polls: data.GROUNDPLAN_POLL === 'on',
    audit: readAuditConfig(data),
    role: data.GROUNDPLAN_ROLE,
    workerPools: data.GROUNDPLAN_WORKER_POOLS,
    logLevel: data.GROUNDPLAN_LOG_LEVEL,
    blueprints: readBlueprints(data),
    ...(data.GROUNDPLAN_ONBOARDING_CONFIG === undefined
      ? {}
      : { onboardingConfig: resolve(data.GROUNDPLAN_ONBOARDING_CONFIG) }),
    secrets: readHostSecrets(variables),
    terraform: readTerraformConfig(data, variables),
    services: readSecretServices(variables),
  }
  return redact(config, ['databaseUrl', 'accessToken', 'masterKey', 'services'])
}

/** Servers that share the work have to share what it is about. */
function requireShared(data: z.infer<typeof Environment>): void {
  const { GROUNDPLAN_ROLE: role, DATABASE_URL: url, GROUNDPLAN_BLUEPRINTS: blueprints } = data
  if (role === 'all' || (url !== undefined && blueprints !== undefined)) return
  const missing =
    url === undefined
      ? 'PostgreSQL (DATABASE_URL)'
      : 'a blueprint repository at a host (GROUNDPLAN_BLUEPRINTS)'
  throw new InputError(`The role ${role} requires ${missing}.`, {
    hint: 'Set it for every server, or use GROUNDPLAN_ROLE=all for a single one.',
  })
}

/** Nobody else does what a server with the embedded database leaves to others. */
function requireDefaultPool(data: z.infer<typeof Environment>): void {
  const { DATABASE_URL: url, GROUNDPLAN_WORKER_POOLS: pools } = data
  if (url !== undefined || pools === undefined || pools.includes(defaultPool)) return
  throw new InputError(`A server without PostgreSQL has to serve the pool "${defaultPool}" too.`, {
    hint: `Set GROUNDPLAN_WORKER_POOLS=${[defaultPool, ...pools].join(',')}, or use PostgreSQL (DATABASE_URL) and several workers.`,
  })
}

function findHomeFolder(
  home: string | undefined,
  environment: Variables,
): Pick<ServerConfig, 'home' | 'userDataFolder'> {
  const { platform } = process
  const userDataFolder = findUserDataFolder({
    environment,
    platform,
    userFolder: homedir(),
  })
  return { home: home === undefined ? findProjectHome('.', userDataFolder) : resolve(home), userDataFolder }
}
