import type { Scope } from '@groundplan/actor'
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

export interface Cloud extends CloudDependencies {
  /** Encrypts signing keys, credentials and the keys of states with the current master key, and says how many that were. */
  readonly resealOthers: (keys: MasterKeys) => Promise<number>
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

/** What the credentials and Terraform states of a space work with. */
export function openCloud(
  { config, database, now }: CloudOptions,
  { findMasterKeys, scope }: { readonly findMasterKeys: () => Promise<MasterKeys>; readonly scope: Scope },
): Cloud {
  const credentials = new PostgresCredentialStore(database, scope)
  const store = new PostgresSigningKeyStore(database)
  const url = config.publicUrl?.replace(/\/+$/, '')
  // Without an issuer as well, keys of an earlier one are encrypted again.
  const signing = new RunTokenIssuer({ issuer: url ?? '', store, findMasterKeys, now })
  const { spaceId } = scope
  const states = { states: new PostgresStateStore(database, scope), findMasterKeys, spaceId, now, md5 }
  return {
    ...{ credentials, states, gateway: new StsGateway(config.services?.aws ?? {}) },
    issuer: url !== undefined && mayCarrySecrets(url) ? signing : undefined,
    resealOthers: async (keys) =>
      (await signing.reseal(keys)) +
      (await resealCredentials(keys, { credentials, spaceId })) +
      (await resealStates(keys, states)),
  }
}
