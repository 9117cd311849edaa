import { execFile } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { isRequired, useTemporaryDirectories } from '@groundplan/testing'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAccessibility } from './check-accessibility.ts'
import { findChromium, openBrowser } from './open-browser.ts'
import { startProduct, type RunningProduct } from './start-product.ts'

const execute = promisify(execFile)
const command = join(import.meta.dirname, '../../cli/bin/groundplan.mjs')
const runs = findChromium() !== undefined || isRequired('chromium')
const temporaryDirectory = useTemporaryDirectories()

describe.runIf(runs)('a server for one person', () => {
  const troubles: string[] = []
  let home: string
  let product: RunningProduct
  let browser: BrowserContext

  beforeAll(async () => {
    home = await temporaryDirectory()
    product = await startProduct(home, {
      args: ['serve', '--port', '0'],
      env: { GROUNDPLAN_LOCAL_SIGN_IN: 'on' },
    })
    browser = await openBrowser(await temporaryDirectory(), (what) => troubles.push(what))
  })
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  const groundplan = async (environment: Readonly<Record<string, string>>, ...args: readonly string[]) => {
    const env = { ...process.env, GROUNDPLAN_LOCAL_SIGN_IN: 'on', ...environment }
    return (await execute(process.execPath, [command, ...args], { env })).stdout
  }

  it('lets nobody in without the link that it prints, which works once', async () => {
    const page = browser.pages()[0] ?? (await browser.newPage())
    await page.goto(`${product.url}/catalog`)
    await page.getByRole('heading', { name: 'Sign in to Groundplan' }).waitFor()
    await page.getByText('groundplan open').waitFor()
    expect(await checkAccessibility(page, 'local-sign-in')).toEqual([])
    await expect(createNodeApiClient(product.url).about.query()).rejects.toThrow('You are not signed in.')

    await expect.poll(() => product.printed()).toContain('/auth/link?code=')
    const link = /http\S+\/auth\/link\?code=[\w-]+/.exec(product.printed())?.[0] ?? ''
    await page.goto(link)
    await page.waitForURL(`${product.url}/catalog`)
    await page.getByRole('button', { name: 'Account of Local administrator' }).waitFor()
    await page.goto(link)
    await page.getByRole('heading', { name: 'You are not signed in' }).waitFor()
    await page.goto(`${product.url}/imports`)
    await page.getByRole('heading', { name: 'Start an import' }).waitFor()

    await page.getByRole('button', { name: 'Account of Local administrator' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in to Groundplan' }).waitFor()
    await page.goto((await groundplan({ GROUNDPLAN_HOME: home }, 'open')).trim())
    await page.getByRole('button', { name: 'Account of Local administrator' }).waitFor()
    expect(troubles).toEqual([])
  })

  it('serves the commands of its own user as before, through the home folder, and no others', async () => {
    expect(await groundplan({ GROUNDPLAN_HOME: home }, 'whoami')).toContain('local administrator')
    const named = { GROUNDPLAN_HOME: home, GROUNDPLAN_URL: product.url }
    expect(await groundplan(named, 'whoami')).toContain('local administrator')
    const elsewhere = { GROUNDPLAN_HOME: await temporaryDirectory(), GROUNDPLAN_URL: product.url }
    await expect(groundplan(elsewhere, 'whoami')).rejects.toMatchObject({
      stderr: expect.stringContaining('You are not signed in.'),
    })
    // A folder of the user's own machine, as only its administrator may; it has no repository.
    await expect(groundplan(named, 'import', '--dry-run', await temporaryDirectory())).rejects.toMatchObject({
      stdout: expect.stringContaining('is not a git repository'),
    })
    // A command that starts a server for itself.
    expect(
      await groundplan({ GROUNDPLAN_HOME: await temporaryDirectory() }, 'proposal', 'list'),
    ).toBeDefined()
  })

  it('keeps the token where nobody else can read it', async () => {
    expect(await readdir(home)).toContain('server.json')
    expect((await stat(join(home, 'server.json'))).mode & 0o777).toBe(0o600)
  })
})
