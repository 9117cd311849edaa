import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApiClient } from '@groundplan/api-client'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { openDatabase, type OpenDatabase } from '@groundplan/database'
import { forkModule, type ForkedModule } from '@groundplan/process'
import { generateMasterKey } from '@groundplan/secrets'
import {
  findPostgresqlPrograms,
  findProviderMirror,
  startMoto,
  startPostgresql,
  type TestMoto,
  type TestPostgresql,
} from '@groundplan/testing'
import { readStoredState, type StoredState } from '../stored-state.ts'
import type { AccountFacts } from './fill-form.ts'
import { readAccount } from './read-account.ts'
import { TerraformAlone } from './terraform-alone.ts'

const region = 'eu-west-1'
const accessToken = 'token-of-the-operator-of-this-server'

/** A server, what it works with, and what it is compared with. */
export interface Product {
  readonly client: ApiClient
  readonly moto: TestMoto
  readonly account: AccountFacts
  readonly terraform: TerraformAlone
  /** For checkouts. */
  readonly directory: string
  readState(state: StoredState): Promise<string>
  close(): Promise<void>
}

/** Starts one server as a company would, with Terraform and a stand-in for AWS. */
export async function openProduct(): Promise<Product> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-public-modules-'))
  const open: {
    postgresql?: TestPostgresql
    moto?: TestMoto
    server?: ForkedModule
    database?: OpenDatabase
    terraform?: TerraformAlone
  } = {}
  const close = async () => {
    await open.server?.stop()
    await open.terraform?.close()
    await open.database?.destroy()
    await open.moto?.stop()
    await open.postgresql?.stop()
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const mirror = await findProviderMirror()
    if (mirror === undefined) throw new Error('This needs the AWS provider in a folder; see libs/testing.')
    const postgresql = (open.postgresql = await startPostgresql(
      (await findPostgresqlPrograms()) ?? 'missing: install PostgreSQL',
    ))
    const moto = (open.moto = await startMoto())
    const masterKey = generateMasterKey()
    const server = (open.server = forkModule(
      join(import.meta.dirname, '../../../../apps/server/src/main.ts'),
      {
        name: 'The server',
        env: {
          ...{ GROUNDPLAN_HOME: join(directory, 'home'), GROUNDPLAN_PORT: '0', DATABASE_URL: postgresql.url },
          ...{ GROUNDPLAN_LOG_LEVEL: 'error', GROUNDPLAN_MASTER_KEY: masterKey },
          ...{ GROUNDPLAN_ACCESS_TOKEN: accessToken, GROUNDPLAN_POLL: 'off', GOGC: '800' },
          ...{ AWS_ENDPOINT_URL: moto.endpoint, AWS_S3_USE_PATH_STYLE: 'true' },
          AWS_EC2_METADATA_DISABLED: 'true',
          GROUNDPLAN_RUN_VARIABLES: 'AWS_ENDPOINT_URL,AWS_S3_USE_PATH_STYLE,AWS_EC2_METADATA_DISABLED,GOGC',
          ...{ GROUNDPLAN_PROVIDER_MIRROR: mirror, GROUNDPLAN_PROVIDER_DOWNLOADS: 'off' },
        },
      },
    ))
    const { url, message } = (await server.firstMessage) as {
      readonly url?: string
      readonly message?: string
    }
    if (url === undefined) throw new Error(`The server does not start: ${message}`)
    const client = createNodeApiClient(url, { accessToken })
    await client.credentials.set.mutate({
      ...{ name: 'default', kind: 'static-keys', region },
      ...{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any-secret-access-key' },
    })
    const database = (open.database = await openDatabase({ kind: 'postgresql', url: postgresql.url }))
    const terraform = (open.terraform = new TerraformAlone({ endpoint: moto.endpoint, mirror, region }))
    const account = await readAccount(moto.endpoint, region)
    return {
      ...{ client, moto, account, terraform, directory, close },
      readState: (state) => readStoredState(state, { database, masterKey }),
    }
  } catch (error) {
    await close()
    throw error
  }
}
