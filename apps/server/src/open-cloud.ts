import type { CloudDependencies } from '@groundplan/api'
import { resealCredentials, RunTokenIssuer } from '@groundplan/cloud-credentials'
import {
  PostgresCredentialStore,
  PostgresSigningKeyStore,
  PostgresStateStore,
  PostgresWrappedKeyStore,
  type OpenDatabase,
} from '@groundplan/database'
import { mayCarrySecrets } from '@groundplan/scm'
import type { MasterKeys } from '@groundplan/secrets'
import { KmsKeyWrapper, StsGateway } from '@groundplan/aws'
import { resealStates } from '@groundplan/terraform-state'
import type { ServerConfig } from './config.ts'
import { md5 } from './serve-states.ts'
import { openMasterKeys, type MasterKeySource } from './hosts/master-keys.ts'

export interface Cloud {
  /** What the credentials and Terraform states of a space work with; the issuer of tokens is one for all spaces. */
  forSpace(spaceId: string): CloudDependencies
  /** Encrypts signing keys, and the credentials and keys of states of spaces, with the current master key, and says how many that were. */
  reseal(keys: MasterKeys, spaceIds: readonly string[]): Promise<number>
}

interface CloudOptions {
  readonly config: ServerConfig
  readonly database: OpenDatabase
  readonly now: () => Date
}

/** The master keys: those of a file or variable, or encrypted by AWS KMS in the database. */
export function openKeys({ config, database, now }: CloudOptions): MasterKeySource {
  const { services } = config
  if (services?.masterKeyKms === undefined) return openMasterKeys(config)
  const wrapper = new KmsKeyWrapper(services.masterKeyKms, services.aws)
  return openMasterKeys(config, { wrapper, now, store: new PostgresWrappedKeyStore(database) })
}

/** What credentials and Terraform states work with. */
export function openCloud(
  { config, database, now }: CloudOptions,
  findMasterKeys: () => Promise<MasterKeys>,
): Cloud {
  const storeOf = (spaceId: string) => new PostgresCredentialStore(database, { spaceId })
  const store = new PostgresSigningKeyStore(database)
  const url = config.publicUrl?.replace(/\/+$/, '')
  // Without an issuer as well, keys of an earlier one are encrypted again.
  const signing = new RunTokenIssuer({ issuer: url ?? '', store, findMasterKeys, now })
  const gateway = new StsGateway(config.services?.aws ?? {})
  const issuer = url !== undefined && mayCarrySecrets(url) ? signing : undefined
  const statesOf = (spaceId: string) => ({
    ...{ states: new PostgresStateStore(database, { spaceId }), findMasterKeys, spaceId, now, md5 },
  })
  return {
    forSpace: (spaceId) => ({ credentials: storeOf(spaceId), states: statesOf(spaceId), gateway, issuer }),
    reseal: async (keys, spaceIds) => {
      let changed = await signing.reseal(keys)
      for (const spaceId of spaceIds) {
        changed += await resealCredentials(keys, { credentials: storeOf(spaceId), spaceId })
        changed += await resealStates(keys, statesOf(spaceId))
      }
      return changed
    },
  }
}
