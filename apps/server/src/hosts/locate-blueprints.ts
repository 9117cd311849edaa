import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { hostOrigins, serverAccessNames } from '@groundplan/configuration'
import { redact } from '@groundplan/process'
import {
  generator,
  type FindCommitRules,
  type GitCredentials,
  type RepositoryName,
  type ReviewRepository,
  type ScmHost,
} from '@groundplan/scm'
import {
  LocalGitReviewRepository,
  RemoteGitReviewRepository,
  type SshSettings,
} from '@groundplan/scm-local-git'
import {
  createHostAccess,
  type AppAccess,
  type HostAccess,
  type HostKind,
  type OauthAccess,
} from './create-host.ts'
import { HostClients } from './host-clients.ts'
import { initialFiles } from './initial-files.ts'
import { parseRepositoryUrl } from './parse-repository-url.ts'

/** The blueprint repository at a host, as the operator names it. */
export interface BlueprintsConfig {
  readonly address: string
  readonly kind: HostKind | undefined
  readonly apiUrl: string | undefined
  /** Empty for an App or an OAuth consumer. */
  readonly token: string
  readonly app?: Omit<AppAccess, 'owner'> | undefined
  readonly oauth?: OauthAccess | undefined
  /** For an SSH address. */
  readonly ssh?: SshSettings | undefined
  readonly username: string | undefined
  readonly webhookSecret: string | undefined
}

export interface BlueprintLocation {
  /** Folder that has it, or a copy of it. */
  readonly home: string
  readonly blueprints?: BlueprintsConfig | undefined
  /** The company's rules for commits. */
  readonly findRules?: FindCommitRules | undefined
}

/** Where the blueprint repository is and, if that is at a host, how it is reached. */
export interface BlueprintPlace {
  readonly address: string
  readonly hosted?: HostedBlueprints | undefined
  /** Opens the repository; `undefined` if there is none, or an empty one. */
  find(): Promise<ReviewRepository | undefined>
  /** Opens the repository, or creates it. */
  open(): Promise<ReviewRepository>
}

export interface HostedBlueprints {
  readonly host: ScmHost
  readonly name: RepositoryName
  readonly access: HostAccess
  readonly webhookSecret: string | undefined
}

/** By which the blueprint repository's own host is called where the configuration does not name it. */
export const blueprintsHost = 'blueprints'

/** Says where the blueprint repository is: on this machine, or at a host with a copy here. */
export async function locateBlueprints(
  { home, blueprints, findRules }: BlueprintLocation,
  clients = new HostClients(),
): Promise<BlueprintPlace> {
  const first = { initialFiles: initialFiles(), author: generator, findRules }
  if (blueprints === undefined) {
    const directory = join(home, 'blueprint-repository.git')
    return {
      address: directory,
      find: () => LocalGitReviewRepository.find(directory, findRules),
      open: () => LocalGitReviewRepository.open({ directory, ...first }),
    }
  }
  const { address, kind, apiUrl, token, username, webhookSecret, oauth, ssh } = blueprints
  const { kind: found, hostUrl, repository: name, gitUrl } = parseRepositoryUrl(address, { kind, apiUrl })
  const origins = hostOrigins({ kind: found, url: hostUrl, 'api-url': apiUrl })
  const reached = { kind: found, name: blueprintsHost, url: hostUrl, apiUrl, origins }
  const app = blueprints.app && { ...blueprints.app, owner: name.owner }
  // Only of a token it helps to be told the variable.
  const tokenVariable = token === '' ? undefined : serverAccessNames[0]
  const access = createHostAccess({ ...reached, token, username, app, oauth, tokenVariable })
  const host = await clients.open(access)
  const location = {
    address: gitUrl,
    directory: join(home, 'blueprint-copies', copyName(name, gitUrl)),
    ssh,
    findCredentials: (rejected?: GitCredentials) => host.repositories.findGitCredentials(rejected),
    findRules,
  }
  return {
    ...{ address: gitUrl, hosted: redact({ host, name, access, webhookSecret }, ['webhookSecret']) },
    find: () => RemoteGitReviewRepository.find(location),
    open: () => RemoteGitReviewRepository.open({ ...location, ...first }),
  }
}

/** Readable, and never the one of another repository: what is in a copy counts as read from its host. */
function copyName({ owner, name }: RepositoryName, gitUrl: string): string {
  const digest = createHash('sha256').update(gitUrl).digest('hex').slice(0, 16)
  return `${owner}-${name}-${digest}.git`
}
