import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { GitRepository, isRequired, useTemporaryDirectories } from '@groundplan/testing'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { noteTroubles } from './note-troubles.ts'
import { findChromium, openBrowser } from './open-browser.ts'
import { startProduct, type RunningProduct } from './start-product.ts'

const runs = findChromium() !== undefined || isRequired('chromium')
if (!runs) console.warn('Skipped: there is no Chromium; GROUNDPLAN_CHROMIUM names one.')

const temporaryDirectory = useTemporaryDirectories()

/** More than a page of the list. */
const many = 120

describe.runIf(runs)('the catalog in the portal', () => {
  const troubles: string[] = []
  let product: RunningProduct
  let browser: BrowserContext
  let page: Page
  let person: GitRepository

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    const home = join(directory, 'home')
    product = await startProduct(home, { args: ['serve', '--port', '0'] })
    person = await GitRepository.clone(join(home, 'blueprint-repository.git'), join(directory, 'clone'))
    await publish(person, product.url)
    browser = await openBrowser(join(directory, 'profile'), (what) => troubles.push(`forbidden: ${what}`))
    page = await browser.newPage()
    noteTroubles(page, troubles)
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  const status = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text })
  const cards = () => page.getByRole('main').getByRole('heading', { level: 2 })

  it('shows a page of entries, and more by keyboard, without losing the place', async () => {
    await page.goto(`${product.url}/catalog`)
    await status('50 of 121 blueprints').waitFor()
    expect(await cards().count()).toBe(50)
    const more = page.getByRole('button', { name: 'Load more blueprints' })
    await more.focus()
    await page.keyboard.press('Enter')
    await status('100 of 121 blueprints').waitFor()
    expect(await more.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await status(/^121 blueprints$/).waitFor()
    await more.waitFor({ state: 'detached' })
    expect(await cards().count()).toBe(121)
  })

  it('searches while people type, finds what they meant, and keeps it in the address', async () => {
    const search = page.getByRole('searchbox', { name: 'Search the catalog' })
    await search.fill('event qu')
    await status(/^1 blueprint$/).waitFor()
    await page.waitForURL('**/catalog?search=event+qu')
    await search.fill('')
    await search.fill('evnet')
    await page.getByRole('link', { name: 'Event queue' }).waitFor()
    await status(/^1 blueprint$/).waitFor()
    await search.fill('nothing like it')
    await page.getByText('No blueprints match').waitFor()
    await page.getByRole('link', { name: 'Clear search and filters' }).click()
    await status(/121 blueprints$/).waitFor()
    expect(await search.inputValue()).toBe('')
  })

  it('narrows by label, repository and owner, and tells how many there are of each', async () => {
    await page.getByText(/^team-3 \d+$/).click()
    await status(/^12 blueprints$/).waitFor()
    await page.getByRole('combobox', { name: 'Repository' }).click()
    await page.getByRole('option', { name: /^repository-1 \(\d+\)$/ }).click()
    await page.waitForURL('**/catalog?labels=team-3&repositories=repository-1')
    await page.keyboard.press('Escape')
    await status(/^6 blueprints$/).waitFor()
    await page.reload()
    await status(/^6 blueprints$/).waitFor()
  })

  it('takes in what others push, while the page is open', async () => {
    await page.goto(`${product.url}/catalog?search=brand+new`)
    await page.getByText('No blueprints match').waitFor()
    const text = 'spec_version: 2\nmetadata: { display-name: Brand new }\ngrains: {}\n'
    await person.commit({ 'blueprints/new.yaml': text, 'blueprints/bad.yaml': 'spec_version: 3\n' })
    await person.git('push', '--quiet', 'origin', 'main')
    await page.getByRole('link', { name: 'Brand new' }).waitFor()
    await page.getByText('1 file in the blueprint repository isn’t in the catalog').waitFor()
    expect(troubles).toEqual([])
  })
})

async function publish(person: GitRepository, url: string): Promise<void> {
  const files = Array.from({ length: many }, (_, index) => {
    const name = `module-${String(index).padStart(3, '0')}`
    return [`blueprints/${name}.yaml`, printBlueprint(name, index)] as const
  })
  const queue = 'spec_version: 2\nmetadata: { display-name: Event queue }\ngrains: {}\n'
  await person.commit({ ...Object.fromEntries(files), 'blueprints/events.yaml': queue })
  await person.git('push', '--quiet', 'origin', 'main')
  const client = createNodeApiClient(url)
  await vi.waitFor(async () => expect(await client.catalog.count.query()).toEqual({ count: many + 1 }), {
    timeout: 90_000,
    interval: 200,
  })
}

function printBlueprint(name: string, index: number): string {
  return [
    'spec_version: 2',
    `description: Module number ${index}.`,
    `metadata: { owners: ['@team-${index % 10}'], blueprint-labels: [aws, team-${index % 10}] }`,
    `grains:`,
    `  ${name}:`,
    `    kind: terraform`,
    `    spec: { source: { store: repository-${Math.floor(index / 10) % 2}, path: ., commit: abc } }`,
    '',
  ].join('\n')
}
