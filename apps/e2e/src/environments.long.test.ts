// Over 300 lines: one environment from its launch to its end, step by step.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { isRequired, useTemporaryDirectories } from '@groundplan/testing'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAccessibility } from './check-accessibility.ts'
import { noteTroubles } from './note-troubles.ts'
import { findChromium, openBrowser } from './open-browser.ts'
import { shop2, startShop, type RunningShop } from './start-shop.ts'

const runs = findChromium() !== undefined || isRequired('chromium')
if (!runs) console.warn('Skipped: there is no Chromium; GROUNDPLAN_CHROMIUM names one.')

const temporaryDirectory = useTemporaryDirectories()
const pictures = process.env['GROUNDPLAN_SCREENSHOTS']

describe.runIf(runs)('environments in the portal', () => {
  const troubles: string[] = []
  let shop: RunningShop
  let browser: BrowserContext
  let page: Page

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    shop = await startShop(directory)
    browser = await openBrowser(join(directory, 'profile'), (what) => troubles.push(`forbidden: ${what}`))
    page = await browser.newPage()
    noteTroubles(page, troubles)
    if (pictures !== undefined) await mkdir(pictures, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    await shop?.stop()
  })

  /** What axe finds; with a folder, pictures of the page in every look as well. */
  const check = (name: string) =>
    checkAccessibility(page, name, async (label) => {
      if (pictures !== undefined)
        await page.screenshot({ path: join(pictures, `${label}.png`), fullPage: true })
    })
  const button = (name: string | RegExp) =>
    page.getByRole('button', { name, exact: typeof name === 'string' })
  const dialog = () => page.getByRole('dialog')
  const state = (label: string) => page.getByRole('status').getByText(`State: ${label}`, { exact: true })
  const act = async (item: string) => {
    await button('Actions').click()
    await page.getByRole('menuitem', { name: item, exact: true }).click()
  }
  const choose = async (label: string, option: string) => {
    await page.getByRole('combobox', { name: label }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }
  const fillIn = async (values: Readonly<Record<string, string>>) => {
    for (const [label, value] of Object.entries(values)) await page.getByLabel(label).first().fill(value)
  }
  /** The form of the first version, with what it requires. */
  const openForm = async () => {
    await page.goto(`${shop.url}/catalog/shop/launch?version=1.0.0`)
    await choose('Region', 'us')
    await page
      .getByLabel(/^Password/)
      .first()
      .fill('secret-word')
  }

  it('are an empty list at first, which leads to the catalog', async () => {
    await page.goto(`${shop.url}/catalog`)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Environments' }).click()
    await page.getByRole('heading', { name: 'No environments yet' }).waitFor()
    expect.soft(await check('environments-empty')).toEqual([])
    await page.getByRole('link', { name: 'Choose a blueprint' }).click()
    await page.getByRole('link', { name: 'Shop' }).click()
  })

  it('are launched from a form, after a look at the plan', async () => {
    await page.getByRole('link', { name: 'Launch', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Launch Shop' }).waitFor()
    await page
      .getByLabel(/^Region/)
      .first()
      .waitFor()
    expect(await page.getByLabel(/^Name/).first().inputValue()).toMatch(/^shop-\w{4}$/)
    await fillIn({ Name: 'my shop', Component: 'checkout' })
    await page.getByRole('combobox', { name: 'Labels' }).fill('team=a')
    await page.keyboard.press('Enter')
    await button('Make the plan').click()
    await page.getByRole('alert').getByText('Region: Is required').waitFor()
    expect.soft(await check('launch-form')).toEqual([])
    await choose('Region', 'eu')
    await page
      .getByLabel(/^Password/)
      .first()
      .fill('secret-word')
    await button('Make the plan').click()
    await page.getByText('Creates 3 resources.').waitFor()
    await page.getByText(/^database and web build on these/).waitFor()
    await button('Launch').waitFor()
    expect(page.url()).toMatch(/\?environment=/)
    expect.soft(await check('launch-plan')).toEqual([])
    await page.reload()
    await button('Launch').click()
    await page.waitForURL('**/environments/*')
  })

  it('are followed live while they are launched, with their log', async () => {
    await page.getByRole('heading', { level: 1, name: 'my shop' }).waitFor()
    await page.getByRole('region', { name: 'Log' }).getByText('create thing.db').waitFor()
    expect.soft(await check('environment-launching')).toEqual([])
    await state('Active').waitFor()
    await page.getByRole('searchbox', { name: 'Search the log' }).fill('create thing')
    await page.getByText(/^6 of \d+ lines$/).waitFor()
    await page.getByRole('searchbox', { name: 'Search the log' }).fill('')
    const log = page.getByRole('region', { name: 'Log' })
    await log.getByText('network: Refreshing state … 1 of 40').waitFor()
    await log.hover()
    await page.mouse.wheel(0, -2000)
    await button('Go to the end').click()
    await button('Go to the end').waitFor({ state: 'detached' })
    await button('Close').click()
  })

  it('show what they consist of and give, and no secrets', async () => {
    const parts = page.getByRole('region', { name: 'Parts and what they build on' }).getByRole('listitem')
    expect(await parts.allInnerTexts()).toEqual([
      'network: 2 resources',
      'database: 2 resources, builds on network',
      'queue: 1 resource',
      'web: 1 resource, builds on database, queue',
    ])
    const outputs = page.getByRole('table', { name: 'Outputs' })
    expect(await outputs.getByRole('link').getAttribute('href')).toBe('https://eu.shop.example.com')
    await button('Reveal login').click()
    await outputs.getByText('secret-word').waitFor()
    await button('Hide login').click()
    await outputs.getByText('secret-word').waitFor({ state: 'detached' })
    expect.soft(await check('environment-active')).toEqual([])
    await page.getByRole('tab', { name: 'Resources' }).click()
    await page.getByRole('table', { name: 'Resources' }).getByText('thing.subnet').first().waitFor()
    expect.soft(await check('environment-resources')).toEqual([])
    await page.getByRole('tab', { name: 'Inputs' }).click()
    await page.getByRole('row').filter({ hasText: 'password' }).getByText('sensitive').waitFor()
    await page.getByRole('tab', { name: 'Activity' }).click()
    await button(/^Launch by/).click()
    await page.getByText('Created 6 resources.').waitFor()
    expect.soft(await check('environment-activity')).toEqual([])
    expect(await page.content()).not.toContain('secret-word')
    await page.getByRole('tab', { name: 'Overview' }).click()
  })

  it('are updated: the form has their values, keeps secrets, and only what differs changes', async () => {
    await page.keyboard.press('a')
    await page.getByRole('menuitem', { name: 'Update inputs' }).waitFor()
    expect.soft(await check('environment-actions')).toEqual([])
    await page.getByRole('menuitem', { name: 'Update inputs' }).click()
    const size = page.getByLabel(/^Size/).first()
    await size.waitFor()
    expect(
      await page
        .getByLabel(/^Region/)
        .first()
        .inputValue(),
    ).toBe('eu')
    await page.getByText('Leave it empty to keep the current value.').waitFor()
    await size.fill('2')
    await button('Make the plan').click()
    await page.waitForURL('**/environments/*')
    await page.getByText('Changes 2 resources.').waitFor()
    await button('Apply').click()
    await page.getByRole('status').getByText('Update inputs: Done').waitFor()
    await button('Close').click()
  })

  it('go on while the server restarts, and the page notices by itself', async () => {
    await act('Restart')
    await dialog().getByRole('checkbox', { name: 'Show me the plan first' }).uncheck()
    await dialog().getByRole('button', { name: 'Restart' }).click()
    await page.getByRole('heading', { level: 2, name: 'Restart' }).waitFor()
    await shop.restart()
    // While the server was away the browser could not reach it.
    for (const trouble of troubles.splice(0)) expect(trouble).toMatch(/ERR_|Failed to load|network/i)
    await page
      .getByRole('status')
      .getByText(/^Restart: (Done|Failed)$/)
      .waitFor()
    await button('Close').click()
  })

  it('say what failed, and are rolled back', async () => {
    await act('Update inputs')
    await page
      .getByLabel(/^Broken/)
      .first()
      .fill('queue')
    await page.getByRole('checkbox', { name: 'Show me the plan first' }).uncheck()
    await button('Update').click()
    await page.waitForURL('**/environments/*')
    await state('Active with errors').waitFor()
    await page.getByText('"queue" failed at apply: The quota is used up.').first().waitFor()
    await page.getByText('What next?').waitFor()
    expect.soft(await check('environment-failed')).toEqual([])
    await button('Roll back').click()
    await page.getByText(/^Changes (nothing|\d resources?)\.$/).waitFor()
    if (await button('Reconcile').isVisible()) await button('Reconcile').click()
    await state('Active').waitFor()
  })

  it('are upgraded, once it is clear what that means', async () => {
    await shop.publish(shop2, '2.0.0')
    await page.reload()
    await act('Upgrade')
    await page.getByText('grain "queue" was removed, together with its resources in environments').waitFor()
    await page.getByText('is new and needs a value').waitFor()
    expect.soft(await check('environment-upgrade')).toEqual([])
    await choose('Plan', 'small')
    await button('Make the plan').click()
    await page.waitForURL('**/environments/*')
    await page.getByText(/^Creates 1 resource.* destroys 1\.$/).waitFor()
    expect.soft(await check('environment-upgrade-plan')).toEqual([])
    await button('Upgrade').click()
    await page.getByRole('status').getByText('Upgrade: Done').waitFor()
    await button('Close').click()
  })

  it('get another name, end and people', async () => {
    await act('Rename')
    await dialog().getByRole('textbox', { name: 'Name' }).fill('our shop')
    await dialog().getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('heading', { level: 1, name: 'our shop' }).waitFor()
    await act('Extend')
    await dialog().getByRole('combobox', { name: 'New end' }).selectOption('never')
    expect.soft(await check('environment-extend')).toEqual([])
    await dialog().getByRole('button', { name: 'Extend' }).click()
    await page.getByText('No end').waitFor()
    await act('Share')
    await dialog().getByRole('combobox', { name: 'Collaborators' }).fill('bob@example.com')
    await page.keyboard.press('Enter')
    await dialog().getByRole('button', { name: 'Share' }).click()
    await page.getByText('bob@example.com').waitFor()
  })

  it('are stopped and started', async () => {
    await act('Stop')
    await dialog()
      .getByRole('radio', { name: /^Destroy/ })
      .check()
    await dialog().getByText('This destroys 6 resources').waitFor()
    await dialog().getByRole('button', { name: 'Make the plan' }).click()
    await page.getByText('Destroys 6 resources.').waitFor()
    await button('Stop').click()
    await state('Stopped').waitFor()
    await button('Start').first().click()
    await dialog().getByRole('checkbox', { name: 'Show me the plan first' }).uncheck()
    await dialog().getByRole('button', { name: 'Start' }).click()
    await state('Active').waitFor()
  })

  it('are found by name, by owner and by state', async () => {
    await page.goto(`${shop.url}/environments`)
    await page.getByRole('link', { name: 'our shop' }).waitFor()
    expect.soft(await check('environments')).toEqual([])
    await page.keyboard.press('/')
    await page.keyboard.type('nothing like it')
    await page.getByRole('heading', { name: 'No environments match' }).waitFor()
    await page.getByRole('link', { name: 'Clear search and filters' }).click()
    await page.getByText('Mine', { exact: true }).click()
    await page.waitForURL('**/environments?mine=true')
    await page.getByRole('link', { name: 'our shop' }).waitFor()
    await page.getByRole('combobox', { name: 'State' }).selectOption('over')
    await page.getByRole('heading', { name: 'No environments match' }).waitFor()
    await page.getByRole('combobox', { name: 'State' }).selectOption('active')
    await page.getByRole('link', { name: 'our shop' }).click()
  })

  it('end, once somebody has seen what is destroyed', async () => {
    await act('End')
    await dialog().getByText('This destroys 6 resources').waitFor()
    await dialog().getByText('thing.subnet').waitFor()
    expect.soft(await check('environment-end')).toEqual([])
    await dialog().getByRole('button', { name: 'Make the plan' }).click()
    await page.getByText('Destroys 6 resources.').waitFor()
    await button('End').click()
    await state('Ended').waitFor()
    expect(await button('Actions').count()).toBe(0)
    await page.getByRole('tab', { name: 'Resources' }).click()
    await page.getByRole('heading', { name: 'No resources' }).waitFor()
  })

  it('can be discarded before anything is created', async () => {
    await openForm()
    await button('Make the plan').click()
    await button('Discard').click()
    await page.getByRole('heading', { name: 'The launch was discarded' }).waitFor()
    await page.getByRole('link', { name: 'Back to the form' }).click()
    await page
      .getByLabel(/^Region/)
      .first()
      .waitFor()
    expect(
      await page
        .getByLabel(/^Region/)
        .first()
        .inputValue(),
    ).toBe('us')
  })

  it('some of whose parts can’t be planned say so before anything is applied', async () => {
    await openForm()
    await page
      .getByLabel(/^Broken/)
      .first()
      .fill('invalid queue')
    await button('Make the plan').click()
    await page.getByText('queue could not be planned').waitFor()
    await page.getByText('Creates 2 resources.').waitFor()
    await page.getByRole('region', { name: 'Why queue failed' }).getByText('variable "size"').waitFor()
    expect.soft(await check('launch-partly')).toEqual([])
    await button('Discard').click()
    await page.getByRole('heading', { name: 'The launch was discarded' }).waitFor()
  })

  it('whose plan fails are drafts, whose form can be corrected', async () => {
    await openForm()
    const broken = page.getByLabel(/^Broken/).first()
    await broken.fill('all')
    await button('Make the plan').click()
    await page.getByText('"network" failed at plan: Error: Invalid value for variable').first().waitFor()
    await page.getByRole('region', { name: 'The whole message' }).getByText('variable "size"').waitFor()
    await page.getByText('Leave it empty to keep the current value.').waitFor()
    expect(await page.getByRole('combobox', { name: 'Region' }).inputValue()).toBe('us')
    expect.soft(await check('launch-draft')).toEqual([])
    await broken.fill('')
    await button('Make the plan').click()
    await page.getByText('Creates 3 resources.').waitFor()
    await button('Discard').click()
    await page.getByRole('heading', { name: 'The launch was discarded' }).waitFor()
  })

  it('of another space have what that fixes, are followed there, and ask again for what is not stored', async () => {
    const client = createNodeApiClient(shop.url)
    await client.spaces.put.mutate({ name: 'payments', title: 'Payments' })
    await client.spaces.publications.publish.mutate({
      ...{ space: 'payments', blueprint: 'shop' },
      ...{ defaults: { region: 'us' }, hidden: { size: 3, plan: 'large' } },
    })
    await page.evaluate(() => sessionStorage.setItem('groundplan-space', 'payments'))
    await page.goto(`${shop.url}/catalog/shop/launch`)
    await page.getByRole('combobox', { name: 'Region' }).waitFor()
    expect(await page.getByRole('combobox', { name: 'Region' }).inputValue()).toBe('us')
    expect(await page.getByLabel(/^Size/).count()).toBe(0)
    await page
      .getByLabel(/^Password/)
      .first()
      .fill('secret-word')
    await page
      .getByLabel(/^Token/)
      .first()
      .fill('used-once')
    await button('Make the plan').click()
    await page.getByText('These values are not stored. Enter them again to go on.').waitFor()
    expect.soft(await check('launch-ephemeral')).toEqual([])
    await page
      .getByLabel(/^Token/)
      .first()
      .fill('used-once')
    await button('Launch').click()
    await state('Active').waitFor()
    await page.getByRole('tab', { name: 'Inputs' }).click()
    await page.getByRole('row').filter({ hasText: 'size' }).getByText('3').waitFor()
    expect(await page.content()).not.toContain('used-once')
  })

  it('asked nobody but their own server, and nothing went wrong on any page', () => {
    expect(troubles).toEqual([])
  })
})
