import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApiClient } from '@groundplan/api-client'
import { openDatabase, type OpenDatabase } from '@groundplan/database'
import { Fleet, importConfigured, planMembers, printConfiguration } from '@groundplan/fleet'
import { startForge, type Forge } from '@groundplan/forge'
import { generateMasterKey } from '@groundplan/secrets'
import {
  findPostgresqlPrograms,
  findProviderMirror,
  startMoto,
  startPostgresql,
  type Random,
  type TestMoto,
  type TestPostgresql,
} from '@groundplan/testing'
import { readStoredState } from '../stored-state.ts'
import { moduleText } from './estate.ts'

const owner = 'RUNS'
const blueprints = 'blueprints'

/** The only grain of the blueprint. */
export const grain = 'shop'
const [apis, workers] = [2, 2]

/** Servers, what they work with, and what they are compared with. */
export interface Product {
  readonly fleet: Fleet
  readonly moto: TestMoto
  /** Asks an API server that answers, again and again: servers are killed. Throws what they refuse. */
  ask<Answer>(question: (client: ApiClient) => Promise<Answer>): Promise<Answer>
  /** The state of an environment as it is stored, as text; empty if there is none. */
  readState(environment: string): Promise<string>
  /** Ends everything; returns what did not end in order. */
  close(): Promise<readonly string[]>
}

/** How long one waits for an API server that answers, in milliseconds. */
const patience = 30_000

/** Starts two API servers and two workers, with a blueprint to launch, a database, a host for git and a stand-in for AWS. */
export async function openProduct(random: Random, note: (text: string) => void): Promise<Product> {
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-run-kills-'))
  const open: {
    postgresql?: TestPostgresql
    forge?: Forge
    moto?: TestMoto
    fleet?: Fleet
    database?: OpenDatabase
  } = {}
  const close = async () => {
    const left = (await open.fleet?.close()) ?? []
    await open.database?.destroy()
    await open.moto?.stop()
    await open.forge?.close()
    await open.postgresql?.stop()
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
    return left
  }
  try {
    const mirror = await findProviderMirror()
    const postgresql = (open.postgresql = await startPostgresql(
      (await findPostgresqlPrograms()) ?? 'missing: install PostgreSQL',
    ))
    const forge = (open.forge = await startForge())
    const moto = (open.moto = await startMoto())
    await createRepositories(forge)
    const masterKey = generateMasterKey()
    const members = await planMembers({
      ...{ forge, owner, blueprints, directory, databaseUrl: postgresql.url, apis, workers },
      env: {
        ...{ GROUNDPLAN_POLL: 'off', GROUNDPLAN_MASTER_KEY: masterKey },
        ...{
          AWS_ENDPOINT_URL: moto.endpoint,
          AWS_S3_USE_PATH_STYLE: 'true',
          AWS_EC2_METADATA_DISABLED: 'true',
        },
        // Terraform reads the provider's schema at each command, a third faster if it collects garbage less often.
        GOGC: '800',
        GROUNDPLAN_RUN_VARIABLES: 'AWS_ENDPOINT_URL,AWS_S3_USE_PATH_STYLE,AWS_EC2_METADATA_DISABLED,GOGC',
        ...(mirror === undefined
          ? {}
          : { GROUNDPLAN_PROVIDER_MIRROR: mirror, GROUNDPLAN_PROVIDER_DOWNLOADS: 'off' }),
      },
    })
    const fleet = (open.fleet = new Fleet(members, note))
    // One migrates the database.
    for (const member of fleet.members) await fleet.start(member)
    const ask = createAsk(fleet, random)
    await ask(publish)
    const database = (open.database = await openDatabase({ kind: 'postgresql', url: postgresql.url }))
    const readState = (environment: string) =>
      readStoredState({ environment, grain }, { database, masterKey })
    return { fleet, moto, ask, readState, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function createRepositories(forge: Forge): Promise<void> {
  const files = { 'groundplan.yaml': printConfiguration(forge, { owner, blueprints }) }
  await forge.people.createRepository({ owner, name: blueprints, files })
  await forge.people.createRepository({ owner, name: 'platform', files: { 'shop/main.tf': moduleText } })
}

async function publish(client: ApiClient): Promise<void> {
  await importConfigured(client)
  const { items } = await client.proposals.list.query({ status: 'open' })
  for (const { number } of items) await client.proposals.approve.mutate({ number })
  await client.credentials.set.mutate({
    ...{ name: 'default', kind: 'static-keys', region: 'eu-west-1' },
    ...{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any-secret-access-key' },
  })
}

function createAsk(fleet: Fleet, random: Random): Product['ask'] {
  return async (question) => {
    const giveUpAt = performance.now() + patience
    for (;;) {
      const client = fleet.client((urls) => random.pick(urls))
      try {
        if (client !== undefined) return await question(client)
      } catch (error) {
        // What a server has answered is an answer; anything else came of a kill.
        if (codeOf(error) !== undefined || performance.now() > giveUpAt) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** The code of an answer that refuses; `undefined` if there was no answer. */
export function codeOf(error: unknown): string | undefined {
  return (error as { readonly data?: { readonly errorCode?: string } | null }).data?.errorCode
}
