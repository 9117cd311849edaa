import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { startForge, type Forge } from '@groundplan/forge'
import { isRequired, useTemporaryDirectories } from '@groundplan/testing'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAccessibility } from './check-accessibility.ts'
import { findChromium, openBrowser } from './open-browser.ts'
import { startProduct, type RunningProduct } from './start-product.ts'

const runs = findChromium() !== undefined || isRequired('chromium')
if (!runs) console.warn('Skipped: there is no Chromium; GROUNDPLAN_CHROMIUM names one.')

const temporaryDirectory = useTemporaryDirectories()
/** How long a start with a build of the portal, or an import, may take on a busy machine, in milliseconds; it only ends what hangs. */
const longest = 30 * 60_000
const owner = 'acme'
const moduleText = 'variable "name" { type = string }\nresource "aws_sqs_queue" "this" { name = var.name }\n'

describe.runIf(runs)('an import at a host that is done with problems', () => {
  let forge: Forge
  let product: RunningProduct
  let browser: BrowserContext
  let page: Page

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    forge = await startForge()
    const { webUrl, apiUrl, token } = forge.hosts.github
    const create = (name: string, files: Readonly<Record<string, string>>) =>
      forge.people.createRepository({ owner, name, files })
    await create('blueprints', {
      'groundplan.yaml': [
        'version: 1',
        `hosts: { github: { kind: github, url: "${webUrl}", api-url: "${apiUrl}" } }`,
        `repositories: [{ host: github, owner: ${owner}, exclude: [blueprints] }]`,
        'pull-requests: { reviewers: [ada, grace], limits: { open: 2 } }',
        '',
      ].join('\n'),
    })
    for (const name of ['network', 'data-platform', 'payments', 'cards'])
      await create(name, {
        'modules/queue/main.tf': moduleText,
        [`modules/${name}-topic-with-a-long-name/main.tf`]: moduleText,
      })
    await create('not-begun', {})
    await create('broken', { 'main.tf': 'variable "a" {\n' })
    forge.people.leave('ada')
    product = await startProduct(join(directory, 'home'), {
      args: ['serve', '--port', '0'],
      env: {
        GROUNDPLAN_BLUEPRINTS: `${webUrl}/${owner}/blueprints`,
        GROUNDPLAN_BLUEPRINTS_KIND: 'github',
        GROUNDPLAN_BLUEPRINTS_API_URL: apiUrl,
        GROUNDPLAN_BLUEPRINTS_TOKEN: token,
        GROUNDPLAN_POLL: 'off',
      },
    })
    browser = await openBrowser(join(directory, 'profile'), () => {})
    page = await browser.newPage()
  }, longest)

  afterAll(async () => {
    await browser?.close()
    await product?.stop()
    await forge?.close()
  })

  it(
    'links the pull requests, has a line for each reason to wait, and is accessible in every look',
    async () => {
      const client = createNodeApiClient(product.url)
      const { number } = await client.imports.start.mutate({ repositories: [], configured: true })
      await page.goto(`${product.url}/imports/${number}`)
      // However long the import takes: the limit of the test ends what hangs.
      await page.getByText('Done with 1 problem').first().waitFor({ timeout: 0 })
      await page.getByText(/ada was not asked to review pull requests/).waitFor()
      await page.getByText(/modules in 2 repositories wait: at most 2 pull requests can be open/).waitFor()
      await page.getByText('1 repository is empty.').waitFor()
      const link = page.getByRole('table', { name: 'Modules' }).getByRole('link', { name: /^#\d+$/ })
      const addresses = await link.evaluateAll((links) => links.map((each) => each.getAttribute('href')))
      expect(addresses.filter((address) => address?.includes('/blueprints/pull/'))).toHaveLength(4)
      expect(await page.getByRole('cell', { name: 'waiting' }).count()).toBe(0)
      const pictures = process.env['GROUNDPLAN_SCREENSHOTS']
      const keep = async (label: string) =>
        pictures === undefined
          ? undefined
          : page.screenshot({ path: join(pictures, `${label}.png`), fullPage: true })
      expect(await checkAccessibility(page, 'import', keep)).toEqual([])
      await page.getByRole('button', { name: /waiting/i }).click()
      await page.getByRole('cell', { name: 'waiting' }).nth(3).waitFor()
      expect(await page.getByRole('cell', { name: 'waiting' }).count()).toBe(4)
    },
    longest,
  )
})
