import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { deflateRawSync, gzipSync } from 'node:zlib'
import type { ApiClient } from '@groundplan/api-client'
import { createNodeApiClient } from '@groundplan/api-client/node'
import {
  GitRepository,
  hasTerraform,
  isolateGit,
  isRequired,
  patience,
  useTemporaryDirectories,
} from '@groundplan/testing'
import { describe, expect, it, vi } from 'vitest'
import { dumpDatabase } from './dump-database.ts'
import { startProduct } from './start-product.ts'
import { encodedForms, findInFiles, unpack, watchArguments } from './watch-secrets.ts'

isolateGit()
const skip = !(await hasTerraform()) && !isRequired('terraform')
if (skip) console.warn('Skipped: there is no terraform on PATH.')
const temporaryDirectory = useTemporaryDirectories()

/** Characters that are escaped differently in JSON, URLs and HCL. */
const createCanary = (name: string) => `CANARY-${name} "\\<&>%\u00e9 ${randomBytes(12).toString('hex')}`

const canaries = {
  input: createCanary('input'),
  ephemeral: createCanary('ephemeral'),
  credential: `CANARY/${randomBytes(18).toString('base64url')}+`,
}
/** The output is made from the input, so that no request has it. */
const output = createHash('sha256').update(`${canaries.input}-output`).digest('hex')
const secrets = [...Object.values(canaries), output]
const forms = secrets.flatMap(encodedForms)

/** A module that prints whatever it gets, and fails where it is told to. */
const moduleText = `
variable "name" { type = string }
variable "mode" {
  type    = string
  default = "calm"
}
variable "password" {
  type      = string
  sensitive = true
}
variable "token" {
  type      = string
  sensitive = true
  ephemeral = true
}
resource "terraform_data" "secret" { input = sha256("\${var.password}-output") }
resource "terraform_data" "loud" {
  triggers_replace = [var.mode]
  input            = var.password
  provisioner "local-exec" {
    command     = "printenv TOKEN PASSWORD"
    environment = { TOKEN = var.token, PASSWORD = var.password }
  }
  provisioner "local-exec" {
    command = "printf key=; printenv AWS_SECRET_ACCESS_KEY; (printf x; printenv AWS_SECRET_ACCESS_KEY) | base64 -w0; test \${var.mode} != broken"
  }
}
output "name" { value = var.name }
output "secret" {
  value     = terraform_data.secret.output
  sensitive = true
}
`

const stateOf = async (client: ApiClient, id: string) =>
  (await client.environments.get.query({ id })).environment.state

/** Waits until a request is over. */
async function settle(client: ApiClient, { request }: { readonly request: { readonly id: string } }) {
  for (;;) {
    const found = (await client.environments.request.query({ requestId: request.id })).request
    if (!['planning', 'running', 'waiting-for-approval'].includes(found.status)) return found.status
    await delay(100)
  }
}

/** Everything that the API tells of an environment without being asked to reveal something. */
async function readAll(client: ApiClient, id: string): Promise<string> {
  const { items: requests } = await client.environments.requests.query({ id })
  const ofRequests = requests.map(async ({ id: requestId }) => [
    await client.environments.request.query({ requestId }),
    await client.environments.log.query({ requestId, limit: 1000 }),
  ])
  const key = { environment: id, grain: 'loud' }
  return JSON.stringify([
    ...[await client.environments.get.query({ id }), await client.environments.list.query({}), requests],
    ...[await client.environments.grains.query({ id }), await Promise.all(ofRequests)],
    ...[await client.audit.list.query({}), await client.audit.export.query({})],
    ...[await client.credentials.list.query(), await client.jobs.workers.query()],
    ...[
      await client.states.get.query(key).catch(String),
      await client.states.versions.query(key).catch(String),
    ],
  ])
}

describe.skipIf(skip)('secrets of an environment', () => {
  it(
    'are in no log, answer, argument, row or file, from its launch to its end',
    { timeout: 600_000 },
    async () => {
      const root = await temporaryDirectory()
      const [home, temporary] = [join(root, 'home'), join(root, 'tmp')]
      await mkdir(temporary)
      const repository = await GitRepository.create(join(root, 'platform'))
      await repository.commit({ 'modules/loud/main.tf': moduleText })
      const stopWatching = watchArguments(forms)
      const product = await startProduct(home, {
        args: ['serve', '--port', '0'],
        env: { TMPDIR: temporary, GROUNDPLAN_LOG_LEVEL: 'debug', GROUNDPLAN_POLL: 'off' },
      })
      const client = createNodeApiClient(product.url)
      const { number } = await client.imports.start.mutate({
        repositories: [{ address: repository.directory }],
      })
      await vi.waitFor(async () => {
        expect((await client.imports.get.query({ number })).state.status).toBe('finished')
      }, patience)
      const { items } = await client.proposals.list.query({ status: 'open' })
      expect(items, JSON.stringify(await client.imports.get.query({ number }))).not.toEqual([])
      for (const proposal of items) await client.proposals.approve.mutate({ number: proposal.number })
      await client.credentials.set.mutate({
        ...{ name: 'default', kind: 'static-keys', region: 'eu-west-1' },
        ...{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: canaries.credential },
      })
      const told: string[] = []
      const inputs = { name: 'one', password: canaries.input, token: canaries.ephemeral }
      told.push(
        JSON.stringify(await client.environments.checkValues.mutate({ blueprint: { name: 'loud' }, inputs })),
      )

      const launched = await client.environments.launch.mutate({
        name: 'Loud',
        blueprint: { name: 'loud' },
        inputs,
      })
      told.push(JSON.stringify(launched))
      const { id } = launched.environment
      expect(await settle(client, launched), await readAll(client, id)).toBe('done')
      told.push(await readAll(client, id))
      const revealed = await client.environments.revealOutput.mutate({ id, output: 'secret' })
      expect(JSON.stringify(revealed)).toContain(output)

      const change = async (mode: string) => {
        const changed = await client.environments.update.mutate({ id, inputs: { ...inputs, mode } })
        told.push(JSON.stringify(changed))
        const status = await settle(client, changed)
        told.push(await readAll(client, id))
        return status
      }
      expect(await change('loud')).toBe('done')
      expect(await change('broken')).toBe('failed')
      expect(await stateOf(client, id)).toBe('active-with-errors')
      // What the module printed is in the log, without what is secret of it.
      expect(told.at(-1)).toMatch(/key=\*\*\*/)
      const ephemeral = { token: canaries.ephemeral }
      const ended = await client.environments.end.mutate({ id, ephemeral })
      expect(await settle(client, ended), await readAll(client, id)).toBe('done')
      told.push(await readAll(client, id))
      await product.stop()
      const { looks, found } = await stopWatching()

      const findIn = (text: string) => forms.filter((form) => text.includes(form))
      for (const text of told) expect(findIn(text)).toEqual([])
      expect(product.printed()).toContain('run-environment')
      expect(findIn(product.printed())).toEqual([])
      const dump = await dumpDatabase(home)
      expect(dump).toContain('environment.launched')
      expect(findIn(dump)).toEqual([])
      expect(await findInFiles(root, forms)).toEqual([])
      expect(found).toEqual([])
      if (existsSync('/proc/self/cmdline')) expect(looks).toBeGreaterThan(10)
    },
  )
})

describe('the canary', () => {
  it('would find a secret in what is encoded or compressed', async () => {
    const folder = await temporaryDirectory()
    const [secret = ''] = secrets
    const texts = [
      ...['', 'x', 'xy'].map((before) => Buffer.from(`${before}${secret}z`).toString('base64')),
      ...[Buffer.from(secret).toString('hex'), encodeURIComponent(secret), JSON.stringify({ a: secret })],
      JSON.stringify({ a: JSON.stringify({ b: secret }) }),
    ]
    for (const text of texts)
      expect(
        encodedForms(secret).some((form) => text.includes(form)),
        text,
      ).toBe(true)
    const head = Buffer.alloc(30)
    head.write('PK\x03\x04', 'latin1')
    const zip = Buffer.concat([
      Buffer.from('before'),
      head,
      deflateRawSync(secret),
      Buffer.from('PK\x05\x06'),
    ])
    expect(unpack(zip).map(String)).toEqual([secret])
    await writeFile(join(folder, 'plan'), zip)
    await writeFile(join(folder, 'state.gz'), gzipSync(`before ${secret}`))
    expect((await findInFiles(folder, encodedForms(secret))).toSorted()).toEqual(
      ['plan', 'state.gz'].map((name) => `${join(folder, name)} (unpacked)`),
    )
  })
})
