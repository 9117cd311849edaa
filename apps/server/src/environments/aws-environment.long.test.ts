import { setTimeout as delay } from 'node:timers/promises'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { listTagged, region, shopModule, topicFile } from '@groundplan/aws-demo'
import {
  findProviderMirror,
  GitRepository,
  hasMoto,
  hasTerraform,
  isolateGit,
  isRequired,
  patience,
  startMoto,
  type TestMoto,
  useTemporaryDirectories,
} from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startServer, type RunningServer } from '../start-server.ts'

isolateGit()
const mirror = await findProviderMirror()
const skip =
  (!(await hasTerraform()) && !isRequired('terraform')) ||
  (mirror === undefined && !isRequired('terraform-provider-aws')) ||
  (!(await hasMoto()) && !isRequired('moto'))
if (skip) console.warn('Skipped: no terraform on PATH, no AWS provider in a mirror, or no moto.')

const temporaryDirectory = useTemporaryDirectories()

describe.skipIf(skip)('an environment in AWS', { timeout: 1_800_000 }, () => {
  let moto: TestMoto
  let server: RunningServer
  let client: ReturnType<typeof createNodeApiClient>
  let repository: GitRepository
  beforeAll(async () => {
    const directory = await temporaryDirectory()
    moto = await startMoto()
    repository = await GitRepository.create(join(directory, 'platform'))
    server = await startServer({
      ...{
        home: join(directory, 'home'),
        host: 'localhost',
        port: 0,
        allowedHosts: [],
        databaseUrl: undefined,
      },
      terraform: {
        ...{ files: {}, limits: {} },
        providers: { mirror: mirror ?? 'missing', allowsDownloads: false },
        variables: {
          AWS_ENDPOINT_URL: moto.endpoint,
          AWS_S3_USE_PATH_STYLE: 'true',
          AWS_EC2_METADATA_DISABLED: 'true',
        },
      },
    })
    client = createNodeApiClient(server.url)
    await client.credentials.set.mutate({
      ...{ name: 'default', kind: 'static-keys', region },
      ...{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'c4nary-of-the-cloud' },
    })
  }, 400_000)
  afterAll(async () => {
    await server?.close()
    await moto?.stop()
  })

  /** Imports the repository and approves what it proposes. */
  const publish = async () => {
    const { number } = await client.imports.start.mutate({
      repositories: [{ address: repository.directory }],
    })
    await vi.waitFor(async () => {
      expect((await client.imports.get.query({ number })).state.status).toBe('finished')
    }, patience)
    const { items } = await client.proposals.list.query({ status: 'open' })
    for (const proposal of items) await client.proposals.approve.mutate({ number: proposal.number })
  }

  /** Waits until a request is over or waits for somebody, and says what was planned. */
  const settle = async ({ request }: { readonly request: { readonly id: string } }) => {
    for (;;) {
      const found = await client.environments.request.query({ requestId: request.id })
      const { status, failure } = found.request
      if (status === 'done' || status === 'failed' || status === 'waiting-for-approval') {
        expect(failure).toBeUndefined()
        const actions = found.run?.grains.flatMap(({ plan }) => plan?.actions ?? []) ?? []
        return { status, planned: actions.map(({ action, address }) => `${action} ${nameOf(address)}`) }
      }
      await delay(200)
    }
  }
  const nameOf = (address: string) => address.replace('module.main.', '')

  it('is launched with its plan, changed, upgraded, stopped, started, restarted and ended', async () => {
    await repository.commit({ 'modules/shop/main.tf': shopModule })
    await publish()
    const asked = { blueprint: { name: 'shop' }, inputs: { visibility: 20 } }
    expect(await client.environments.checkValues.mutate(asked)).toEqual({
      problems: [{ input: 'visibility', message: 'Use a multiple of 15 seconds.' }],
      unchecked: [],
    })
    const launch = {
      ...{ name: 'Shop', blueprint: { name: 'shop' }, inputs: { name: 'shop-1' } },
      ...{ component: 'web shop', confirm: true },
    }
    const launched = await client.environments.launch.mutate(launch)
    const { id } = launched.environment
    const created = [
      'aws_dynamodb_table.orders',
      'aws_instance.web',
      'aws_s3_bucket.files',
      'aws_sqs_queue.jobs',
    ]
    const shown = await settle(launched)
    expect(shown.status).toBe('waiting-for-approval')
    expect(shown.planned.toSorted()).toEqual(created.map((name) => `create ${name}`))
    expect(await listTagged(moto.endpoint, id)).toEqual([])
    const { request } = await client.environments.get.query({ id })
    const planHash = request?.waitsFor?.planHash ?? ''
    await client.environments.confirm.mutate({ requestId: launched.request.id, answer: 'approve', planHash })
    expect((await settle(launched)).status).toBe('done')
    const active = await client.environments.get.query({ id })
    expect(active.environment).toMatchObject({
      state: 'active',
      outputs: [{ name: 'bucket', value: 'shop-1-files' }, { name: 'queue_url' }],
    })
    const tagged = await listTagged(moto.endpoint, id)
    expect([...new Set(tagged.map(({ service }) => service))].toSorted()).toEqual([
      'dynamodb',
      'ec2',
      's3',
      'sqs',
    ])
    for (const { tags } of tagged)
      expect(tags).toMatchObject({
        ...{ 'groundplan:environment-name': 'Shop', 'groundplan:space': 'default' },
        ...{ 'groundplan:blueprint': 'shop', 'groundplan:version': '1.0.0' },
        'groundplan:component': 'web shop',
      })

    const inputs = { name: 'shop-1', visibility: 45 }
    expect(await settle(await client.environments.update.mutate({ id, inputs }))).toEqual({
      ...{ status: 'done', planned: ['update aws_sqs_queue.jobs'] },
    })

    await repository.commit({ 'modules/shop/topic.tf': topicFile })
    await publish()
    const upgraded = await settle(await client.environments.upgrade.mutate({ id, version: '1.1.0', inputs }))
    expect(upgraded.planned).toContain('create aws_sns_topic.news')
    expect(upgraded.planned.filter((each) => /^(?:destroy|replace)/.test(each))).toEqual([])
    const { environment } = await client.environments.get.query({ id })
    expect(environment).toMatchObject({ state: 'active', blueprint: { version: '1.1.0' } })

    const power = async (wish: Promise<{ readonly request: { readonly id: string } }>) =>
      (await settle(await wish)).planned
    const off = power(client.environments.stop.mutate({ id, mode: 'power-off' }))
    expect(await off).toEqual(['run aws_instance.web'])
    expect((await client.environments.get.query({ id })).environment.state).toBe('stopped')
    expect(await power(client.environments.start.mutate({ id }))).toEqual(['run aws_instance.web'])
    expect(await power(client.environments.restart.mutate({ id }))).toEqual(['run aws_instance.web'])

    const ended = await settle(await client.environments.end.mutate({ id }))
    expect(ended.planned).toHaveLength(5)
    expect((await client.environments.get.query({ id })).environment.state).toBe('ended')
    // Terminated machines show for a while.
    expect((await listTagged(moto.endpoint, id)).filter(({ service }) => service !== 'ec2')).toEqual([])
  })
})
