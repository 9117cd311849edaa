import { join } from 'node:path'
import type { ApiClient } from '@groundplan/api-client'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { listTagged, region, shopModule, topicFile } from '@groundplan/aws-demo'
import { startIdentityProvider, type IdentityProvider } from '@groundplan/identity-provider'
import {
  findFreePort,
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
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { noteTroubles } from './note-troubles.ts'
import { findChromium, openBrowser } from './open-browser.ts'
import { startProduct, type RunningProduct } from './start-product.ts'

isolateGit()
const mirror = await findProviderMirror()
const isMissing =
  (findChromium() === undefined && !isRequired('chromium')) ||
  (!(await hasTerraform()) && !isRequired('terraform')) ||
  (mirror === undefined && !isRequired('terraform-provider-aws')) ||
  (!(await hasMoto()) && !isRequired('moto'))
if (isMissing)
  console.warn('Skipped: no Chromium, no terraform on PATH, no AWS provider in a mirror, or no moto.')

const temporaryDirectory = useTemporaryDirectories()
const accessToken = 'token-of-the-operator-of-this-server'
/** Of one step of Terraform with the AWS provider, on a machine with other work, in milliseconds. */
const slowStep = 180_000

describe.skipIf(isMissing)('an environment in AWS, for a developer', { timeout: 1_800_000 }, () => {
  let moto: TestMoto
  let provider: IdentityProvider
  let product: RunningProduct
  let client: ApiClient
  let repository: GitRepository
  let browser: BrowserContext
  let page: Page
  let id = ''
  const troubles: string[] = []

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    const port = await findFreePort()
    moto = await startMoto()
    provider = await startIdentityProvider({
      people: [{ login: 'bob', email: 'bob@example.com', name: 'Bob', groups: ['payments'] }],
      client: {
        ...{ id: 'groundplan', secret: 'the-secret' },
        ...{ redirectUris: [`http://localhost:${port}/auth/callback`], signedOutUris: [] },
      },
    })
    product = await startProduct(join(directory, 'home'), {
      args: ['serve', '--port', String(port)],
      env: {
        ...{ GROUNDPLAN_OIDC_ISSUER: provider.issuer, GROUNDPLAN_OIDC_CLIENT_ID: 'groundplan' },
        ...{ GROUNDPLAN_OIDC_CLIENT_SECRET: 'the-secret', GROUNDPLAN_ACCESS_TOKEN: accessToken },
        GROUNDPLAN_OIDC_SCOPES: 'openid profile email groups',
        ...{ AWS_ENDPOINT_URL: moto.endpoint, AWS_S3_USE_PATH_STYLE: 'true' },
        AWS_EC2_METADATA_DISABLED: 'true',
        GROUNDPLAN_RUN_VARIABLES: 'AWS_ENDPOINT_URL,AWS_S3_USE_PATH_STYLE,AWS_EC2_METADATA_DISABLED',
        ...{ GROUNDPLAN_PROVIDER_MIRROR: mirror ?? 'missing', GROUNDPLAN_PROVIDER_DOWNLOADS: 'off' },
      },
    })
    client = createNodeApiClient(product.url, { accessToken })
    await client.members.add.mutate({ kind: 'group', name: 'payments', role: 'developer' })
    await client.credentials.set.mutate({
      ...{ name: 'default', kind: 'static-keys', region },
      ...{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret-of-the-cloud' },
    })
    repository = await GitRepository.create(join(directory, 'platform'))
    await publish({ 'modules/shop/main.tf': shopModule })
    const allow = (url: string) => new URL(url).hostname === 'fonts.googleapis.com'
    browser = await openBrowser(
      join(directory, 'profile'),
      (url) => void (allow(url) || troubles.push(`forbidden: ${url}`)),
    )
    page = browser.pages()[0] ?? (await browser.newPage())
    page.setDefaultTimeout(slowStep)
    await page.goto(`${product.url}/catalog`)
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByPlaceholder('Enter any login').fill('bob')
    await page.getByPlaceholder('and password').fill('any')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.waitForURL('**/catalog')
    noteTroubles(page, troubles)
  }, 600_000)
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
    await provider?.close()
    await moto?.stop()
  })

  /** Imports the repository with these files, and approves what is proposed. */
  const publish = async (files: Readonly<Record<string, string>>) => {
    await repository.commit(files)
    const { number } = await client.imports.start.mutate({
      repositories: [{ address: repository.directory }],
    })
    await vi.waitFor(async () => {
      expect((await client.imports.get.query({ number })).state.status).toBe('finished')
    }, patience)
    const { items } = await client.proposals.list.query({ status: 'open' })
    for (const proposal of items) await client.proposals.approve.mutate({ number: proposal.number })
  }
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const dialog = () => page.getByRole('dialog')
  const state = (label: string) => page.getByRole('status').getByText(`State: ${label}`, { exact: true })
  const act = async (item: string) => {
    await button('Actions').click()
    await page.getByRole('menuitem', { name: item, exact: true }).click()
  }
  const field = (label: RegExp) => page.getByLabel(label).first()
  const done = (request: string) => page.getByRole('status').getByText(`${request}: Done`).waitFor()
  /** What the last request has planned, e.g. `update aws_sqs_queue.jobs`. */
  const readPlanned = async () => {
    const { items } = await client.environments.requests.query({ id })
    const { run } = await client.environments.request.query({ requestId: items[0]?.id ?? '' })
    const actions = run?.grains.flatMap(({ plan }) => plan?.actions ?? []) ?? []
    return actions.map(({ action, address }) => `${action} ${address.replace('module.main.', '')}`).toSorted()
  }
  const services = async () => {
    const tagged = await listTagged(moto.endpoint, id)
    return [...new Set(tagged.map(({ service }) => service))].toSorted()
  }

  it('is launched: the module checks the form, the plan comes first, and AWS has what it says', async () => {
    await page.getByRole('link', { name: 'Shop', exact: true }).click()
    await page.getByRole('link', { name: 'Launch', exact: true }).click()
    // Once as help, and once as what is wrong.
    const messages = page.getByText('Use a multiple of 15 seconds.')
    await field(/^Visibility/).fill('20')
    await messages.nth(1).waitFor()
    await field(/^Visibility/).fill('30')
    await messages.nth(1).waitFor({ state: 'detached' })
    await page.locator('#root_name').fill('shop-1')
    await page.getByLabel('Component').first().fill('web shop')
    await button('Make the plan').click()
    await page.getByText('Creates 4 resources.').waitFor()
    id = new URL(page.url()).searchParams.get('environment')?.replaceAll('"', '') ?? ''
    expect(await readPlanned()).toEqual([
      ...['create aws_dynamodb_table.orders', 'create aws_instance.web'],
      ...['create aws_s3_bucket.files', 'create aws_sqs_queue.jobs'],
    ])
    expect(await listTagged(moto.endpoint, id)).toEqual([])
    await button('Launch').click()
    const log = page.getByRole('region', { name: 'Log' })
    await log
      .getByText(/aws_s3_bucket\.files.*[Cc]reat/)
      .first()
      .waitFor()
    await state('Active').waitFor()
    await button('Close').click()
    await page.getByRole('table', { name: 'Outputs' }).getByText('shop-1-files').waitFor()
    const connect = page.getByRole('table', { name: 'Connect' })
    await connect.getByText('aws s3 ls s3://shop-1-files').waitFor()
    await connect.getByText(/^aws ssm start-session --target i-[0-9a-f]+ --region [a-z0-9-]+$/).waitFor()
    await page.getByRole('tab', { name: 'Resources' }).click()
    const queue = page.getByRole('row').filter({ hasText: 'aws_sqs_queue.jobs' })
    const console = await queue.getByRole('link', { name: 'Console' }).getAttribute('href')
    expect(console).toMatch(/^https:\/\/console\.aws\.amazon\.com\/go\/view\?arn=arn%3Aaws%3Asqs%3A/)
    await queue.getByText(/^\d+ tags$/).click()
    await queue.getByText('groundplan:component = web shop').waitFor()
    await page.getByRole('tab', { name: 'Overview' }).click()
    expect(await services()).toEqual(['dynamodb', 'ec2', 's3', 'sqs'])
    for (const { tags } of await listTagged(moto.endpoint, id))
      expect(tags).toMatchObject({
        ...{ 'groundplan:space': 'default', 'groundplan:owner': 'bob@example.com' },
        ...{ 'groundplan:blueprint': 'shop', 'groundplan:version': '1.0.0' },
        'groundplan:component': 'web shop',
      })
  })

  it('is updated: only what differs changes', async () => {
    await act('Update inputs')
    await field(/^Visibility/).fill('45')
    await button('Make the plan').click()
    await page.waitForURL('**/environments/*')
    await page.getByText('Changes 1 resource.').waitFor()
    await button('Apply').click()
    await done('Update inputs')
    expect(await readPlanned()).toEqual(['update aws_sqs_queue.jobs'])
    await button('Close').click()
  })

  it('is upgraded: what the new version adds is created, and nothing replaced', async () => {
    await publish({ 'modules/shop/topic.tf': topicFile })
    await page.reload()
    await act('Upgrade')
    await button('Make the plan').click()
    await page.waitForURL('**/environments/*')
    await page.getByText(/^Creates 1 resource/).waitFor()
    await button('Upgrade').click()
    await done('Upgrade')
    const planned = await readPlanned()
    expect(planned).toContain('create aws_sns_topic.news')
    expect(planned.filter((each) => /^(?:destroy|replace)/.test(each))).toEqual([])
    expect(await services()).toContain('sns')
    await button('Close').click()
  })

  it('is stopped, started and restarted: its machine is', async () => {
    for (const [request, reached] of [
      ['Stop', 'Stopped'],
      ['Start', 'Active'],
      ['Restart', 'Active'],
    ] as const) {
      await act(request)
      if (request === 'Stop')
        await dialog()
          .getByRole('radio', { name: /^Power off/ })
          .check()
      await dialog().getByRole('checkbox', { name: 'Show me the plan first' }).uncheck()
      await dialog().getByRole('button', { name: request, exact: true }).click()
      await done(request)
      await state(reached).waitFor()
      expect(await readPlanned()).toEqual(['run aws_instance.web'])
      await button('Close').click()
    }
  })

  it('ends: AWS has nothing left', async () => {
    await act('End')
    await dialog().getByRole('button', { name: 'Make the plan' }).click()
    await page.getByText('Destroys 5 resources.').waitFor()
    await button('End').click()
    await state('Ended').waitFor()
    // Terminated machines show for a while.
    expect((await services()).filter((service) => service !== 'ec2')).toEqual([])
    expect(troubles).toEqual([])
  })
})
