import { join } from 'node:path'
import { isRequired, useTemporaryDirectories } from '@groundplan/testing'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noteTroubles } from './note-troubles.ts'
import { findChromium, openBrowser } from './open-browser.ts'
import { startProduct, type RunningProduct } from './start-product.ts'
import { visitPages } from './visit-pages.ts'

const runs = findChromium() !== undefined || isRequired('chromium')
if (!runs) console.warn('Skipped: there is no Chromium; GROUNDPLAN_CHROMIUM names one.')

const temporaryDirectory = useTemporaryDirectories()

describe.runIf(runs)('the portal, in a browser', () => {
  const troubles: string[] = []
  let product: RunningProduct
  let browser: BrowserContext
  let page: Page

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    product = await startProduct(join(directory, 'home'))
    browser = await openBrowser(join(directory, 'profile'), (what) => troubles.push(`forbidden: ${what}`))
    page = await browser.newPage()
    noteTroubles(page, troubles)
  })

  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  it('leads a new user from the empty catalog to the proposals', async () => {
    await page.goto(product.url)
    await page
      .getByRole('link', { name: /proposals/i })
      .first()
      .click()
    await page.waitForURL('**/proposals**')
    await page.getByRole('link', { name: 'Add blueprint rds-postgres' }).waitFor()
    expect(await page.getByRole('link', { name: /^Add blueprint / }).count()).toBe(22)
  })

  it('shows what a proposal brings: its inputs, its outputs and the change of the files', async () => {
    await page.getByRole('link', { name: 'Add blueprint rds-postgres' }).click()
    await page.getByRole('heading', { level: 1, name: 'Add blueprint rds-postgres' }).waitFor()
    await page.getByRole('tab', { name: 'Changes' }).click()
    await page.getByText('blueprints/rds-postgres.yaml').first().waitFor()
    expect(await page.getByText('allocated_storage').count()).toBeGreaterThan(0)
  })

  it('approves it with the keyboard and finds it in the catalog', async () => {
    await page.getByRole('button', { name: 'Approve' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('rds-postgres').waitFor()
    await page.keyboard.press('Enter')
    await page
      .getByRole('link', { name: /catalog/i })
      .first()
      .waitFor()
    await page
      .getByText(/approved/i)
      .first()
      .waitFor()
    await page.goto(`${product.url}/catalog?search=postgres`)
    await page
      .getByRole('link', { name: /postgres/i })
      .first()
      .click()
    await page.waitForURL('**/catalog/rds-postgres**')
  })

  it('shows its form, with choices, bounds and secrets as real fields', async () => {
    await page
      .getByLabel(/^Engine version/)
      .first()
      .waitFor()
    const storage = page.getByLabel(/^Allocated storage/).first()
    expect(await storage.inputValue()).toBe('20')
    await storage.fill('5')
    // Beside the help, while people type, and of no field that nobody has been in.
    const message = 'The storage must be between 20 and 16384 GiB.'
    await page.getByText(message).nth(1).waitFor()
    expect(await page.getByText('Is required').count()).toBe(0)
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByRole('alert').getByText(`Allocated storage: ${message}`).waitFor()
    const password = page.getByLabel(/^Master password/).first()
    expect(await password.getAttribute('type')).toBe('password')
  })

  it('rejects a proposal with a reason', async () => {
    await page.goto(`${product.url}/proposals`)
    await page.getByRole('link', { name: 'Add blueprint hello-environment' }).click()
    await page.getByRole('button', { name: 'Reject' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('Only for tests.')
    await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click()
    await page.getByText('Only for tests.').first().waitFor()
  })

  it('shows the import with every module and where the broken one is broken', async () => {
    await page.goto(`${product.url}/imports/1`)
    await page.getByText('modules/legacy-vpn/main.tf:13').first().waitFor()
  })

  it('answers an address that does not exist with a page that says so', async () => {
    await page.goto(`${product.url}/catalog/no-such-blueprint`)
    await page.getByText('Blueprint "no-such-blueprint" not found in the catalog.').first().waitFor()
  })

  it('asked nobody but its own server, and nothing went wrong on any page', async () => {
    await visitPages(page, product.url, process.env['GROUNDPLAN_SCREENSHOTS'])
    // A page about something that is missing asks for it, and the browser notes the answer.
    expect(troubles.filter((trouble) => !/404 \(Not Found\)/.test(trouble))).toEqual([])
  })

  it('stops when asked', async () => {
    expect(await product.stop()).toBe(0)
  })
})
