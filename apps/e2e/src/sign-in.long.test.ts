// Over 300 lines: one server and one provider serve all stories, which take minutes to start.
import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { startIdentityProvider, type IdentityProvider } from '@groundplan/identity-provider'
import { findFreePort, isRequired, useTemporaryDirectories } from '@groundplan/testing'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { checkAccessibility } from './check-accessibility.ts'
import { findChromium, openBrowser } from './open-browser.ts'
import { startProduct, type RunningProduct } from './start-product.ts'

const execute = promisify(execFile)
const command = join(import.meta.dirname, '../../cli/bin/groundplan.mjs')
const temporaryDirectory = useTemporaryDirectories()
const canRun = findChromium() !== undefined || isRequired('chromium')

const people = [
  { login: 'ada', email: 'ada@example.com', name: 'Ada Lovelace', groups: ['platform'] },
  { login: 'bob', email: 'bob@example.com', name: 'Bob', groups: ['payments'] },
  { login: 'cleo', email: 'cleo@example.com', name: 'Cleo', groups: ['auditors', 'others'] },
  { login: 'dan', email: 'dan@example.com', groups: [] },
  { login: 'eve', email: 'eve@example.com', name: 'Eve', groups: ['cards-team'] },
  { login: 'finn', email: 'finn@example.com', name: 'Finn', groups: ['loans-team'] },
]

describe.runIf(canRun)('people with different groups', () => {
  let provider: IdentityProvider
  let product: RunningProduct
  let environment: Readonly<Record<string, string>>
  const foreign: string[] = []
  const opened: BrowserContext[] = []

  beforeAll(async () => {
    const home = await temporaryDirectory()
    const port = await findFreePort()
    const url = `http://localhost:${port}`
    // Something to look at; the demo needs nobody who signs in.
    const demo = await startProduct(home)
    await waitForProposals(demo.url)
    await demo.stop()
    provider = await startIdentityProvider({
      people,
      client: {
        ...{ id: 'groundplan', secret: 'the-secret', redirectUris: [`${url}/auth/callback`] },
        ...{ signedOutUris: [`${url}/`], backchannelLogoutUri: `${url}/auth/backchannel-logout` },
      },
    })
    product = await startProduct(home, {
      args: ['serve', '--port', String(port)],
      env: {
        ...{ GROUNDPLAN_OIDC_ISSUER: provider.issuer, GROUNDPLAN_OIDC_CLIENT_ID: 'groundplan' },
        ...{ GROUNDPLAN_OIDC_CLIENT_SECRET: 'the-secret', GROUNDPLAN_ADMINS: 'group:platform' },
        GROUNDPLAN_OIDC_SCOPES: 'openid profile email groups',
      },
    })
    environment = { GROUNDPLAN_URL: url, XDG_DATA_HOME: await temporaryDirectory() }
  })
  afterEach(async () => {
    for (const context of opened.splice(0)) await context.close()
    expect(foreign).toEqual([])
  })
  afterAll(async () => {
    await product?.stop()
    await provider?.close()
  })

  async function open(): Promise<Page> {
    // The provider's own pages ask for fonts, which they don't get.
    const isOfProvider = (url: string) => new URL(url).hostname === 'fonts.googleapis.com'
    const context = await openBrowser(
      await temporaryDirectory(),
      (url) => void (isOfProvider(url) || foreign.push(url)),
    )
    opened.push(context)
    return context.pages()[0] ?? context.newPage()
  }

  /** Opens a page of the portal as somebody, by way of the provider. */
  async function openAs(login: string, path: string): Promise<Page> {
    const page = await open()
    await page.goto(`${product.url}${path}`)
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByPlaceholder('Enter any login').fill(login)
    await page.getByPlaceholder('and password').fill('any')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.waitForURL(`${product.url}${path}`)
    return page
  }

  const groundplan = async (...args: readonly string[]) => {
    const { stdout } = await execute(process.execPath, [command, ...args], {
      env: { ...process.env, ...environment },
    })
    return stdout
  }

  it('sign in, see what their roles permit, and nothing else', async () => {
    const page = await open()
    await page.goto(`${product.url}/proposals`)
    await page.getByRole('heading', { name: 'Sign in to Groundplan' }).waitFor()
    expect(await checkAccessibility(page, 'sign-in')).toEqual([])

    const ada = await openAs('ada', '/proposals?status=open')
    await ada.getByRole('button', { name: 'Account of Ada Lovelace' }).waitFor()
    await ada.getByRole('checkbox').first().waitFor()
    await expect.poll(() => partsOf(ada)).toHaveLength(6)
    expect(await checkAccessibility(ada, 'signed-in')).toEqual([])

    // With the command line, by a code that she confirms in her browser.
    await signInWithCode(ada)
    await groundplan('member', 'add', 'group', 'payments', '--role', 'developer')
    await groundplan(
      'role',
      'set',
      'auditor',
      '--permission',
      'server.read',
      'proposals.read',
      'imports.read',
    )
    await groundplan('member', 'add', 'group', 'auditors', '--role', 'auditor')
    expect(await groundplan('member', 'list')).toMatch(
      /group\s+auditors\s+auditor\n.*group\s+payments\s+developer/,
    )

    const events = await groundplan('audit', 'list', '--account')
    expect(events).toMatch(
      /ada@example\.com +session\.started +session \S+ +(?:::1|127\.0\.0\.1) +client: cli/,
    )
    expect(events).toMatch(/ada@example\.com +role\.created +role auditor/)
    expect(await groundplan('audit', 'verify', '--account')).toContain('Intact')

    const bob = await openAs('bob', '/catalog')
    await bob.getByRole('button', { name: 'Account of Bob' }).waitFor()
    await expect.poll(() => partsOf(bob)).toEqual(['Catalog', 'Environments', 'Compose'])
    await bob.goto(`${product.url}/settings`)
    await bob.getByRole('heading', { name: 'You don’t have access to this page' }).waitFor()
    await bob.goto(`${product.url}/settings/tokens`)
    await bob.getByText('It requires the permission tokens.manage.').waitFor()
    expect(await bob.getByRole('button', { name: 'New token' }).count()).toBe(0)
    expect(await checkAccessibility(bob, 'no-permission')).toEqual([])
    await bob.goto(`${product.url}/proposals`)
    await bob.getByText('bob@example.com lacks the permission "proposals.read"').first().waitFor()
    expect(await bob.evaluate(statusOf, '/trpc/imports.list')).toBe(403)
    expect(await bob.evaluate(statusOf, '/trpc/members.list')).toBe(403)
    expect(await bob.evaluate(statusOf, '/trpc/catalog.list?input=%7B%7D')).toBe(200)

    const cleo = await openAs('cleo', '/proposals?status=open')
    await cleo.getByRole('heading', { name: 'Proposals' }).waitFor()
    await cleo.locator('[data-proposal]').first().waitFor()
    expect(await cleo.getByRole('checkbox').count()).toBe(0)
    await cleo.locator('[data-proposal]').first().click()
    await cleo.getByRole('link', { name: 'Proposals' }).first().waitFor()
    expect(await cleo.getByRole('button', { name: 'Approve' }).count()).toBe(0)

    const dan = await openAs('dan', '/catalog')
    await dan.getByRole('heading', { name: 'You have no access yet' }).waitFor()
    expect(await checkAccessibility(dan, 'no-access')).toEqual([])
  })

  it('work in their own space, and are refused in others, by direct calls too', async () => {
    const ada = await openAs('ada', '/catalog')
    await signInWithCode(ada)
    const [first, second] = JSON.parse(await groundplan('proposal', 'list', '--json')) as readonly {
      readonly number: number
      readonly blueprint: string
    }[]
    for (const { number } of [first, second].filter((proposal) => proposal !== undefined))
      await groundplan('proposal', 'approve', String(number))
    const [ofCards, ofLoans] = [first?.blueprint ?? '', second?.blueprint ?? '']
    for (const [space, title, blueprint] of [
      ['cards', 'Cards', ofCards],
      ['loans', 'Loans', ofLoans],
    ] as const) {
      await groundplan('space', 'create', space, '--title', title)
      await groundplan('space', 'publish', space, blueprint)
      await groundplan('member', 'add', 'group', `${space}-team`, '--role', 'developer', '--space', space)
    }
    const eve = await openAs('eve', '/catalog')
    const finn = await openAs('finn', '/catalog')
    for (const [page, title, own, others] of [
      [eve, 'Cards', ['cards', ofCards], ['loans', ofLoans]],
      [finn, 'Loans', ['loans', ofLoans], ['cards', ofCards]],
    ] as const) {
      await page.getByRole('banner').getByText(title).waitFor()
      const entries = page.locator('main a[href^="/catalog/"]')
      await entries.first().waitFor()
      expect(await entries.evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual([
        `/catalog/${own[1]}`,
      ])
      await expect.poll(() => partsOf(page)).toEqual(['Catalog', 'Environments', 'Compose'])
      expect(await page.getByRole('button', { name: /^Space:/ }).count()).toBe(0)
      const list = '/trpc/catalog.list?input=%7B%7D'
      expect(await page.evaluate(statusIn, [list, own[0]] as const)).toBe(200)
      for (const space of [others[0], 'default', 'nothing']) {
        for (const path of [list, '/trpc/secrets.list', '/trpc/audit.list', '/trpc/imports.list'])
          expect([space, path, await page.evaluate(statusIn, [path, space] as const)]).toEqual([
            space,
            path,
            403,
          ])
      }
      const get = `/trpc/catalog.get?input=${encodeURIComponent(JSON.stringify({ name: others[1] }))}`
      expect(await page.evaluate(statusIn, [get, own[0]] as const)).toBe(404)
      await page.goto(`${product.url}/catalog/${others[1]}`)
      await page.getByText(`Blueprint "${others[1]}" not found`).first().waitFor()
    }

    // Who may enter several spaces switches between them, each tab on its own, without a mouse.
    await ada.reload()
    const switcher = ada.getByRole('button', { name: 'Space: Platform. Switch' })
    await switcher.waitFor()
    await expect.poll(() => partsOf(ada)).toHaveLength(6)
    await switcher.focus()
    await ada.keyboard.press('Enter')
    await ada.getByRole('menuitemradio', { name: 'Platform' }).waitFor()
    expect(await checkAccessibility(ada, 'space-switcher')).toEqual([])
    const cards = ada.getByRole('menuitemradio', { name: 'Cards' })
    const hasFocus = () => cards.evaluate((item) => item === document.activeElement)
    for (let presses = 0; presses < 4 && !(await hasFocus()); presses += 1)
      await ada.keyboard.press('ArrowDown')
    expect(await hasFocus()).toBe(true)
    await ada.keyboard.press('Enter')
    await ada.getByRole('button', { name: 'Space: Cards. Switch' }).waitFor()
    await ada.locator(`main a[href="/catalog/${ofCards}"]`).first().waitFor()
    expect(await ada.locator(`main a[href="/catalog/${ofLoans}"]`).count()).toBe(0)
    await expect.poll(() => partsOf(ada)).toEqual(['Catalog', 'Environments', 'Compose', 'Settings'])
    await ada.reload()
    await ada.getByRole('button', { name: 'Space: Cards. Switch' }).waitFor()
    const other = await ada.context().newPage()
    await other.goto(`${product.url}/catalog`)
    await other.getByRole('button', { name: 'Space: Platform. Switch' }).waitFor()
    // The space is gone while she looks at it.
    await groundplan('space', 'archive', 'cards')
    await ada.reload()
    await ada.getByRole('button', { name: 'Space: Platform. Switch' }).waitFor()
    expect(await eve.evaluate(statusIn, ['/trpc/catalog.list?input=%7B%7D', 'cards'] as const)).toBe(403)
  })

  it('sign out here and at the provider, and are signed out when the provider says so', async () => {
    const page = await openAs('ada', '/catalog')
    await page.getByRole('button', { name: 'Account of Ada Lovelace' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Yes, sign me out' }).click()
    await page.waitForURL(`${product.url}/`)
    await page.getByRole('link', { name: 'Sign in' }).click()
    // The provider asks again who they are.
    await page.getByPlaceholder('Enter any login').fill('ada')
    await page.getByPlaceholder('and password').fill('any')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.getByRole('button', { name: 'Account of Ada Lovelace' }).waitFor()

    const other = await page.context().newPage()
    await other.goto(`${provider.issuer}/session/end`)
    await other.getByRole('button', { name: 'Yes, sign me out' }).click()
    await expect.poll(() => page.evaluate(statusOf, '/trpc/about')).toBe(401)
    await page.bringToFront()
    // The page may notice by itself that it is looked at again, before anybody clicks.
    const link = page.getByRole('link', { name: 'Imports' })
    await link.click({ timeout: 5000 }).catch(() => {})
    await page.getByRole('heading', { name: 'Sign in to Groundplan' }).waitFor()
  })

  async function signInWithCode(page: Page): Promise<void> {
    const child = spawn(process.execPath, [command, 'login'], { env: { ...process.env, ...environment } })
    let printed = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (printed += text))
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const address = () => /Open (\S+) in a browser/.exec(printed)?.[1]
    await expect.poll(address, { timeout: 120_000 }).toBeDefined()
    const confirming = await page.context().newPage()
    await confirming.goto(address() ?? '')
    await confirming.getByRole('button', { name: 'Continue' }).click()
    expect(await ended, printed).toBe(0)
    expect(printed).toContain('You are signed in as ada@example.com')
    await confirming.close()
  }
})

async function waitForProposals(url: string): Promise<void> {
  const { proposals } = createNodeApiClient(url)
  while ((await proposals.count.query({ status: 'open' })).count === 0) await delay(200)
}

async function statusOf(path: string): Promise<number> {
  return (await fetch(path)).status
}

/** What the navigation offers. */
function partsOf(page: Page): Promise<string[]> {
  return page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts()
}

async function statusIn([path, space]: readonly [string, string]): Promise<number> {
  return (await fetch(path, { headers: { 'groundplan-space': space } })).status
}
