import { join } from 'node:path'
import type { ChangeSet } from '@groundplan/change-set'
import { hostOrigins } from '@groundplan/configuration'
import { redact } from '@groundplan/process'
import { generator } from '@groundplan/proposal'
import type { RepositoryName, ReviewRepository, ScmProvider } from '@groundplan/scm'
import { LocalGitReviewRepository, RemoteGitReviewRepository } from '@groundplan/scm-local-git'
import type { ServerConfig } from '../config.ts'
import { createHostAccess, createProvider, type HostAccess } from './create-provider.ts'
import { parseRepositoryUrl } from './parse-repository-url.ts'

/** The blueprint repository and, if it is at a host, how that is reached. */
export interface BlueprintHost {
  readonly repository: ReviewRepository
  readonly hosted?: HostedBlueprints | undefined
}

export interface HostedBlueprints {
  readonly provider: ScmProvider
  readonly name: RepositoryName
  readonly access: HostAccess
  readonly webhookSecret: string | undefined
}

/** By which the blueprint repository's own host is called where the configuration does not name it. */
export const blueprintsHost = 'blueprints'

/** Opens the blueprint repository: the one on this machine, or a copy of the one at a host. */
export async function openBlueprintHost(
  { home, blueprints }: Pick<ServerConfig, 'home' | 'blueprints'>,
  initialFiles: ChangeSet,
): Promise<BlueprintHost> {
  const directory = join(home, 'blueprint-repository.git')
  if (blueprints === undefined)
    return { repository: await LocalGitReviewRepository.open({ directory, initialFiles, author: generator }) }
  const { address, kind, apiUrl, token, username, webhookSecret } = blueprints
  const { kind: found, hostUrl, repository: name, gitUrl } = parseRepositoryUrl(address, kind)
  const origins = hostOrigins({ kind: found, url: hostUrl, 'api-url': apiUrl })
  const host = { kind: found, name: blueprintsHost, url: hostUrl, apiUrl, origins }
  const access = createHostAccess({ ...host, token, username })
  const provider = await createProvider(access)
  const repository = await RemoteGitReviewRepository.open({
    ...{ address: gitUrl, initialFiles, author: generator },
    directory: join(home, `blueprint-copies/${name.owner}-${name.name}.git`),
    findCredentials: () => provider.findGitCredentials(),
  })
  return { repository, hosted: redact({ provider, name, access, webhookSecret }, ['webhookSecret']) }
}
