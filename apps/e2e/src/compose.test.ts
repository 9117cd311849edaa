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

describe.runIf(runs)('composing blueprints in the portal', () => {
  const troubles: string[] = []
  let product: RunningProduct
  let browser: BrowserContext
  let page: Page

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    product = await startProduct(join(directory, 'home'))
    await approve(product.url, ['Add blueprint network', 'Add blueprint rds-postgres'])
    browser = await openBrowser(join(directory, 'profile'), (what) => troubles.push(`forbidden: ${what}`))
    page = await browser.newPage()
    noteTroubles(page, troubles)
  })

  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  it('chooses the parts with the keyboard', async () => {
    await page.goto(`${product.url}/catalog`)
    await page.getByRole('main').getByRole('link', { name: 'Compose' }).click()
    await page.getByRole('heading', { level: 1, name: 'Compose' }).waitFor()
    const picker = page.getByRole('combobox', { name: 'Blueprints' })
    for (const name of ['network', 'rds-postgres']) {
      await picker.fill(name)
      await page.getByRole('option').first().waitFor()
      await picker.press('ArrowDown')
      await picker.press('Enter')
    }
    await page.waitForURL('**/compose?parts=network%2Crds-postgres')
    await page.getByLabel('Part name of rds-postgres').fill('db')
  })

  it('shows how sure a wire is and why, and makes it', async () => {
    const row = page.getByRole('row').filter({ hasText: 'db.vpc_id' })
    await row.getByRole('cell', { name: /^\d+%$/ }).waitFor()
    await row.getByRole('cell', { name: /^same name/ }).waitFor()
    await row.getByRole('combobox', { name: 'Value of db.vpc_id' }).selectOption('network.vpc_id')
    await row.getByRole('rowheader', { name: 'network.vpc_id → db.vpc_id' }).waitFor()
  })

  it('shows the blueprint, its findings and its form as they are then', async () => {
    const yaml = page.getByRole('region', { name: 'composed blueprint' })
    await yaml.getByText("vpc_id: '{{ .grains.network.outputs.vpc_id }}'").first().waitFor()
    await yaml.getByText('depends-on: network').waitFor()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('app-database')
    await yaml.getByText('display-name: App database').waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download app-database.yaml' }).click()
    expect((await download).suggestedFilename()).toBe('app-database.yaml')
    await page.getByRole('tab', { name: 'Form' }).click()
    await page.getByRole('button', { name: 'Check' }).waitFor()
    expect(await page.getByLabel(/^Master password/).count()).toBeGreaterThan(0)
    expect(await page.getByLabel(/^VPC/).count()).toBe(0)
  })

  it('leaves the input to the form again', async () => {
    await page.getByRole('combobox', { name: 'Value of db.vpc_id' }).selectOption('form')
    await page.getByRole('rowheader', { name: 'db.vpc_id', exact: true }).waitFor()
    await page.getByLabel(/^VPC/).first().waitFor()
  })

  it('asked nobody but its own server, and nothing went wrong', () => {
    expect(troubles).toEqual([])
  })
})

async function approve(url: string, titles: readonly string[]): Promise<void> {
  const client = createNodeApiClient(url)
  const { items } = await client.proposals.list.query({ status: 'open' })
  const wanted = items.filter(({ title }) => titles.includes(title))
  expect(wanted).toHaveLength(titles.length)
  for (const { number } of wanted) await client.proposals.approve.mutate({ number })
}
