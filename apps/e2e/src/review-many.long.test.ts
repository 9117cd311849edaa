import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { isolateGit, isRequired, useTemporaryDirectories } from '@groundplan/testing'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAccessibility } from './check-accessibility.ts'
import { openProposals, updates } from './many-proposals.ts'
import { noteTroubles } from './note-troubles.ts'
import { findChromium, openBrowser } from './open-browser.ts'
import { startProduct, type RunningProduct } from './start-product.ts'

const runs = findChromium() !== undefined || isRequired('chromium')
if (!runs) console.warn('Skipped: there is no Chromium; GROUNDPLAN_CHROMIUM names one.')

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const count = Number(process.env['GROUNDPLAN_E2E_PROPOSALS'] ?? 400)
const screenshots = process.env['GROUNDPLAN_SCREENSHOTS']
const approvable = count - updates.breaking - updates.conflicts

describe.runIf(runs)(`a reviewer with ${count} proposals and a keyboard`, () => {
  const troubles: string[] = []
  let product: RunningProduct
  let browser: BrowserContext
  let page: Page

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    const home = join(directory, 'home')
    product = await startProduct(home, { args: ['serve', '--port', '0'] })
    await openProposals(count, home, directory, product.url)
    if (screenshots !== undefined) await mkdir(screenshots, { recursive: true })
    browser = await openBrowser(join(directory, 'profile'), (what) => troubles.push(`forbidden: ${what}`))
    page = await browser.newPage()
    await page.setViewportSize({ width: 1360, height: 900 })
    noteTroubles(page, troubles)
  }, 1_800_000)

  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  const client = () => createNodeApiClient(product.url)
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const accessible = (name: string) =>
    checkAccessibility(page, name, async (label) => {
      if (screenshots === undefined) return
      await page.waitForTimeout(150)
      await page.screenshot({ path: join(screenshots, `${label}.png`) })
    })

  /** Goes on with Tab until what has the focus is called so. */
  const tabTo = async (name: string | RegExp, key = 'Tab') => {
    for (let step = 0; step < 150; step += 1) {
      await press(key)
      const focused = await page.evaluate(() => {
        const element = document.activeElement
        if (!(element instanceof HTMLElement)) return ''
        const labels =
          element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels : null
        return (
          element.getAttribute('aria-label') ??
          labels?.[0]?.textContent ??
          element.textContent ??
          ''
        ).trim()
      })
      if (typeof name === 'string' ? focused === name : name.test(focused)) return
    }
    throw new Error(`Tab never comes to ${String(name)}.`)
  }
  /** Chooses from a list with the arrow keys: how fast letters must follow each other depends on the machine. */
  const choose = async (label: string, option: string) => {
    const chosen = () =>
      page.evaluate(() => {
        const { activeElement } = document
        return activeElement instanceof HTMLSelectElement ? activeElement.selectedOptions[0]?.text : undefined
      })
    await tabTo(label)
    await press('Home')
    for (let step = 0; step < 50 && (await chosen()) !== option; step += 1) await press('ArrowDown')
    expect(await chosen()).toBe(option)
    await page.waitForLoadState('networkidle')
  }
  const seesRows = (names: RegExp, rows: number) =>
    page.waitForFunction(
      ({ source, wanted }) =>
        [...document.querySelectorAll('[data-proposal]')].filter((link) =>
          new RegExp(source).test(link.textContent ?? ''),
        ).length === wanted,
      { source: names.source, wanted: rows },
    )

  it('finds them, and every state has a tab with its count', async () => {
    await page.goto(`${product.url}/proposals`)
    await page.getByRole('status').getByText(`${count} proposals`).waitFor()
    for (const name of [`Open ${count}`, 'Approved 12', 'Rejected 0', 'Withdrawn 0', `All ${count + 12}`])
      await page.getByRole('link', { name, exact: true }).waitFor()
    expect(await accessible('list')).toEqual([])
  })

  it('searches, moves and asks for help with single keys, which do nothing in a field', async () => {
    await press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    expect(await accessible('shortcuts')).toEqual([])
    await press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await press('/')
    await page.keyboard.type('service-02 ajkrx?')
    await page.getByText('No proposals match').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    await press('Control+A')
    await page.keyboard.type('platform service-02')
    await seesRows(/service-02\d$/, 10)
    await press('Control+A', 'Delete')
    await page.getByRole('status').getByText(`${count} proposals`).waitFor()
  })

  it('filters, and approves all that break nothing, with a result for each', async () => {
    await tabTo('Filters')
    await press('Enter')
    await choose('Breaking changes', 'Without')
    await page.waitForURL(/breaking=false/)
    await page
      .getByRole('status')
      .getByText(`${count - updates.breaking} proposals`)
      .waitFor()
    await tabTo('Select all shown')
    await press('Space')
    expect(await accessible('selected')).toEqual([])
    if (count > 112) {
      await tabTo(/^Select all \d+$/)
      await press('Enter')
    }
    await page
      .getByRole('status')
      .getByText(`${count - updates.breaking} selected`)
      .waitFor()
    await press('a')
    await page.getByRole('dialog').getByText('2 proposals have undecided conflicts').waitFor()
    expect(await accessible('bulk-approve')).toEqual([])
    await press('Enter')
    await page
      .getByRole('dialog')
      .getByText(/^\d+ of \d+ done$/)
      .waitFor()
    await page
      .getByRole('dialog')
      .getByText(`${approvable} approved, ${updates.conflicts} skipped.`)
      .waitFor({ timeout: 1_700_000 })
    const results = page.getByRole('dialog').getByRole('listitem')
    expect(await results.count()).toBe(count - updates.breaking)
    expect(await results.first().textContent()).toContain('undecided conflict')
    expect(await accessible('results')).toEqual([])
    await press('Enter')
    await seesRows(/./, updates.conflicts)
  }, 1_800_000)

  it('decides a conflict, and approves', async () => {
    await press('Escape', 'j')
    await press('j', 'k', 'Enter')
    await page.getByText('To decide (1)').waitFor()
    expect(await accessible('conflict')).toEqual([])
    await tabTo('Overview')
    for (const tab of ['Changes', 'Inputs and outputs', 'YAML']) {
      await press('ArrowRight')
      await page.getByRole('tab', { name: tab, selected: true }).waitFor()
      await page.evaluate(() => document.querySelector('[role="tablist"]')?.scrollIntoView())
      expect(await accessible(`tab-${tab.toLowerCase().replaceAll(' ', '-')}`)).toEqual([])
    }
    await press('ArrowRight')
    await page.getByRole('tab', { name: 'Overview', selected: true }).waitFor()
    expect(await accessible('tab-overview')).toEqual([])
    await tabTo(/^Take generated/)
    await press('Enter')
    await page.getByText('Took generated').waitFor()
    await press('a')
    await page.getByRole('dialog', { name: 'Approve this proposal?' }).waitFor()
    await press('Enter')
    await page.getByText(/^Approved by /).waitFor()
    await press('u')
    await page.waitForURL(/\/proposals\?breaking=false/)
  })

  it('approves nothing that has changed since it was opened', async () => {
    await seesRows(/./, 1)
    await press('j', 'Enter')
    await page.getByText('To decide (1)').waitFor()
    const number = Number(/proposals\/(\d+)/.exec(page.url())?.[1])
    await press('a')
    await page.getByRole('dialog').getByText('1 undecided conflict').waitFor()
    const [conflict] = (await client().proposals.get.query({ number })).toDecide
    await client().proposals.decideConflict.mutate({ number, conflict: conflict?.id ?? '', choice: 'edited' })
    await press('Enter')
    await page.getByRole('dialog').getByText('This proposal has changed since you opened it').waitFor()
    expect((await client().proposals.get.query({ number })).status).toBe('open')
    expect(await accessible('stale')).toEqual([])
    await press('Enter')
    await page.getByRole('tab', { name: 'Changes', selected: true }).waitFor()
    expect(await accessible('changes')).toEqual([])
    await press('a')
    await page.getByRole('dialog', { name: 'Approve this proposal?' }).getByText('This merges').waitFor()
    await press('Enter')
    await page.getByText(/^Approved by /).waitFor()
  })

  it('approves a breaking change once it is acknowledged, and goes on to the next', async () => {
    await page.goto(`${product.url}/proposals?sort=name`)
    await seesRows(/./, updates.breaking)
    await press('j', 'Enter')
    await page.getByRole('heading', { level: 1, name: 'Update blueprint service-000' }).waitFor()
    await page.waitForLoadState('networkidle')
    await press('a')
    await page.getByRole('dialog', { name: 'Approve this proposal?' }).waitFor()
    expect(await accessible('approve-breaking')).toEqual([])
    await tabTo("I've reviewed these breaking changes")
    await press('Space')
    await tabTo('Approve and next')
    await press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Update blueprint service-001' }).waitFor()
    await page.waitForURL(/sort=name/)
  })

  it('rejects one with a reason, and reopens it', async () => {
    await press('r')
    await page.getByRole('dialog', { name: 'Reject this proposal?' }).waitFor()
    expect(await accessible('reject')).toEqual([])
    await page.keyboard.type('Only for a test.')
    await tabTo('Reject')
    await press('Enter')
    await page.getByText('Reason: Only for a test.').waitFor()
    await tabTo('Reopen')
    await press('Enter')
    await page.getByText(/^Reopened by /).waitFor()
    expect(await accessible('reopened')).toEqual([])
    await press('u')
    await tabTo('Rejected 1', 'Shift+Tab').catch(() => tabTo('Rejected 1'))
    await press('Enter')
    await seesRows(/service-001/, 1)
    await page.getByText('Reopened').waitFor()
    expect(await accessible('rejected')).toEqual([])
    await tabTo('Withdrawn 0', 'Shift+Tab').catch(() => tabTo('Withdrawn 0'))
    await press('Enter')
    await page.getByText('No withdrawn proposals').waitFor()
    expect(await accessible('withdrawn')).toEqual([])
  })

  it('comes back to the same place and tab', async () => {
    await page.goto(`${product.url}/proposals?status=approved`)
    await seesRows(/./, Math.min(100, approvable + 15))
    await press('j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j', 'j')
    const before = await page.evaluate(() => window.scrollY)
    expect(before).toBeGreaterThan(0)
    await press('Enter')
    await page.getByText(/^Approved by /).waitFor()
    await page.goBack()
    await page.waitForURL(/status=approved/)
    await page.waitForFunction((top) => Math.abs(window.scrollY - top) < 5, before)
    await page.locator('[data-proposal]').nth(17).focus()
    const title = await page.locator('[data-proposal]:focus').textContent()
    await press('Enter')
    await page.getByText(/^Approved by /).waitFor()
    await press('u')
    await page
      .locator('[data-proposal]:focus')
      .filter({ hasText: title ?? '' })
      .waitFor()
    expect(page.url()).toContain('status=approved')
    expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(0)
  })

  it('asked nobody but its own server, and nothing went wrong on any page', () => {
    // The browser notes the answer to a stale approval.
    expect(troubles.filter((trouble) => !/409 \(Conflict\)/.test(trouble))).toEqual([])
  })
})
