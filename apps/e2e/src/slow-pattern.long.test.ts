import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { isRequired, useTemporaryDirectories } from '@groundplan/testing'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noteTroubles } from './note-troubles.ts'
import { findChromium, openBrowser } from './open-browser.ts'
import { startProduct, type RunningProduct } from './start-product.ts'

const runs = findChromium() !== undefined || isRequired('chromium')
if (!runs) console.warn('Skipped: there is no Chromium; GROUNDPLAN_CHROMIUM names one.')

const temporaryDirectory = useTemporaryDirectories()
/** Takes longer than anyone waits for a text of many `a` that ends in something else. */
const evil = '^(a+)+$'
const slowText = `${'a'.repeat(80)}!`

const schema = {
  type: 'object',
  properties: {
    username: { title: 'Username', type: 'string', pattern: evil },
    storage: { title: 'Storage', type: 'number', minimum: 20 },
  },
  required: ['username', 'storage'],
}

describe.runIf(runs)('a form with a pattern that never comes to an end', () => {
  const troubles: string[] = []
  let product: RunningProduct
  let browser: BrowserContext
  let page: Page

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    product = await startProduct(join(directory, 'home'))
    await approve(product.url, 'Add blueprint rds-postgres')
    browser = await openBrowser(join(directory, 'profile'), (what) => troubles.push(`forbidden: ${what}`))
    page = await browser.newPage()
    noteTroubles(page, troubles)
    await serveForm(page, schema)
    await page.goto(`${product.url}/catalog/rds-postgres`)
  })

  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  it('says what could not be checked, and stays at hand meanwhile', async () => {
    const username = page.getByLabel(/^Username/).first()
    await username.fill(slowText)
    const storage = page.getByLabel(/^Storage/).first()
    await storage.fill('5')
    const notice = page.getByRole('status').filter({ hasText: 'took too long to check' })
    await notice.getByText(evil).waitFor()
    await notice.getByText('Check them yourself before you use them.').waitFor()
    await page.getByText('Must be at least 20').waitFor()
    await storage.fill('25')
    expect(await storage.inputValue()).toBe('25')
    await notice.scrollIntoViewIfNeeded()
    const directory = process.env['GROUNDPLAN_SCREENSHOTS']
    if (directory !== undefined) await page.screenshot({ path: join(directory, 'slow-pattern.png') })
  })

  it('checks everything else, and passes with the rest open', async () => {
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByRole('heading', { name: 'No errors found' }).waitFor()
    await page.getByRole('status').getByText(evil).waitFor()
  })

  it('checks against the pattern where it does come to an end', async () => {
    await page
      .getByLabel(/^Username/)
      .first()
      .fill('b')
    await page.getByRole('button', { name: 'Check' }).click()
    await page
      .getByRole('alert')
      .getByText(/^Username: /)
      .waitFor()
    expect(await page.getByText('took too long to check').count()).toBe(0)
    expect(troubles).toEqual([])
  })
})

async function approve(url: string, wanted: string): Promise<void> {
  const client = createNodeApiClient(url)
  const { items } = await client.proposals.list.query({ status: 'open' })
  const found = items.find(({ title }) => title === wanted)
  await client.proposals.approve.mutate({ number: found?.number ?? 0 })
}

/** Puts another form in place of the server's, as if an earlier release that took any pattern had written it. */
async function serveForm(page: Page, schema: object): Promise<void> {
  await page.route(/\/trpc\/[^?]*catalog\.form/, async (route) => {
    const response = await route.fetch()
    const answers = (await response.json()) as readonly { readonly result: { readonly data: object } }[]
    for (const { result } of answers)
      if ('schema' in result.data) Object.assign(result.data, { schema, uiSchema: {} })
    await route.fulfill({ response, json: answers })
  })
}
