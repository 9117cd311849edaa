import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { isRequired, useTemporaryDirectories } from '@groundplan/testing'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAccessibility } from './check-accessibility.ts'
import { findChromium, openBrowser } from './open-browser.ts'
import { startProduct, type RunningProduct } from './start-product.ts'

const runs = findChromium() !== undefined || isRequired('chromium')
const temporaryDirectory = useTemporaryDirectories()

describe.runIf(runs)('the settings in the portal', () => {
  const troubles: string[] = []
  let product: RunningProduct
  let browser: BrowserContext
  let page: Page

  beforeAll(async () => {
    product = await startProduct(await temporaryDirectory(), { args: ['serve', '--port', '0'] })
    browser = await openBrowser(await temporaryDirectory(), (what) => troubles.push(`forbidden: ${what}`))
    page = browser.pages()[0] ?? (await browser.newPage())
    page.on('pageerror', (error) => troubles.push(`threw ${error.message}`))
  })
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  const open = async (part: string, title: string) => {
    await page.goto(`${product.url}/settings/${part}`)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  }
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const dialog = () => page.getByRole('dialog')
  const inDialog = (name: string) => dialog().getByRole('button', { name, exact: true })
  const row = (text: string) => page.getByRole('row').filter({ hasText: text })
  /** The secret that a dialog shows this once. */
  const readSecret = async () => {
    const secret = dialog().getByText(/^groundplan_[\w-]{43}$/)
    return (await secret.innerText()).trim()
  }
  const rotate = async (token: string) => {
    await button(`Rotate ${token}`).click()
    await dialog().getByText('stays valid until you revoke it').waitFor()
    expect(await checkAccessibility(page, 'rotate-token')).toEqual([])
    await inDialog('Rotate token').click()
    const secret = await readSecret()
    await inDialog('Done').click()
    return secret
  }

  it('leads to its first page, and from there to the others', async () => {
    await page.goto(`${product.url}/catalog`)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    await page.waitForURL('**/settings/members')
    const parts = page.getByRole('navigation', { name: 'Settings' }).getByRole('link')
    await parts.first().waitFor()
    expect(await parts.allInnerTexts()).toEqual([
      'Members',
      'Roles',
      'API tokens',
      'Cloud credentials',
      'Secrets',
      'Audit log',
      'Workers and jobs',
    ])
    await parts.filter({ hasText: 'Secrets' }).click()
    await page.getByRole('heading', { name: 'No secrets yet' }).waitFor()
    expect(await checkAccessibility(page, 'secrets-empty')).toEqual([])
  })

  it('adds a member by keyboard, gives them another role, and removes them once that is confirmed', async () => {
    await open('members', 'Members')
    await page.getByText('No members yet.').waitFor()
    await button('Add member').focus()
    await page.keyboard.press('Enter')
    await dialog().getByRole('textbox', { name: 'Username' }).waitFor()
    await inDialog('Add member').click()
    await dialog().getByText('Enter a name.').waitFor()
    await dialog().getByText('Choose a role.').waitFor()
    expect(await checkAccessibility(page, 'add-member')).toEqual([])
    await dialog().getByRole('textbox', { name: 'Username' }).focus()
    await page.keyboard.type('ada@example.com')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await page.getByRole('option', { name: 'Developer' }).click()
    await inDialog('Add member').focus()
    await page.keyboard.press('Enter')
    await row('ada@example.com').getByText('Developer').waitFor()
    await dialog().waitFor({ state: 'detached' })

    await button('Change role of ada@example.com').click()
    await dialog().getByRole('combobox', { name: 'Role' }).click()
    await page.getByRole('option', { name: 'Viewer' }).click()
    await inDialog('Change role').click()
    await row('ada@example.com').getByText('Viewer').waitFor()
    expect(await checkAccessibility(page, 'members')).toEqual([])

    await button('Remove ada@example.com').click()
    await dialog().getByText('immediately loses the role Viewer').waitFor()
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    expect(await button('Remove ada@example.com').evaluate((node) => node === document.activeElement)).toBe(
      true,
    )
    await button('Remove ada@example.com').click()
    await inDialog('Remove member').click()
    await page.getByText('No members yet.').waitFor()
  })

  it('defines a role, says where the server refuses one, and removes it', async () => {
    await open('roles', 'Roles')
    await page.getByText('No roles of your own yet.').waitFor()
    const matrix = page.getByRole('region', { name: 'Permissions of each role' })
    expect(await matrix.getByRole('columnheader').allInnerTexts()).toEqual([
      'Permission',
      'Account admin',
      'Space admin',
      'DevOps',
      'Developer',
      'Viewer',
    ])
    await button('New role').click()
    await dialog().getByRole('textbox', { name: 'Title' }).fill('Viewer')
    await dialog().getByRole('checkbox', { name: 'See imports and their reports' }).check()
    await inDialog('Save role').click()
    await dialog().getByText('The role "viewer" is built in').waitFor()
    await dialog().getByRole('textbox', { name: 'Title' }).fill('Import watcher')
    await dialog().getByText('call it import-watcher').waitFor()
    await inDialog('Save role').click()
    await row('import-watcher').waitFor()
    await matrix.getByRole('columnheader', { name: 'Import watcher' }).waitFor()
    expect(await checkAccessibility(page, 'roles')).toEqual([])
    await button('Remove Import watcher').click()
    await inDialog('Remove role').click()
    await page.getByText('No roles of your own yet.').waitFor()
  })

  it('sets, replaces and removes a secret of several lines, which nobody reads back', async () => {
    await open('secrets', 'Secrets')
    await button('Add secret').click()
    await inDialog('Add secret').click()
    await dialog().getByText('Fill in this field.').first().waitFor()
    expect(await checkAccessibility(page, 'add-secret')).toEqual([])
    await dialog().getByRole('textbox', { name: 'Name' }).fill('app-key')
    await dialog().getByRole('textbox', { name: 'Value' }).fill('a-key\nthat-nobody-reads\n')
    await dialog().getByRole('textbox', { name: 'May be sent to' }).fill('https://github.com')
    await inDialog('Add secret').click()
    await row('app-key').getByText('https://github.com').waitFor()
    expect(await page.content()).not.toContain('that-nobody-reads')
    await button('Replace app-key').click()
    await dialog().getByRole('textbox', { name: 'Value' }).fill('another')
    await dialog()
      .getByRole('textbox', { name: 'May be sent to' })
      .fill('https://github.com\nhttps://api.github.com')
    await inDialog('Replace secret').click()
    await row('app-key').getByText('https://api.github.com').waitFor()
    expect(await checkAccessibility(page, 'secrets')).toEqual([])
    await button('Remove app-key').click()
    await inDialog('Remove secret').click()
    await page.getByRole('heading', { name: 'No secrets yet' }).waitFor()
  })

  it('shows the secret of a new token once, which works until it is revoked', async () => {
    await open('tokens', 'API tokens')
    await page.getByRole('heading', { name: 'No API tokens yet' }).waitFor()
    await button('New token').click()
    await dialog().getByRole('textbox', { name: 'Name' }).fill('ci')
    await dialog().getByRole('combobox', { name: 'Expires' }).selectOption('30')
    await dialog().getByRole('checkbox', { name: 'See imports and their reports' }).check()
    expect(await checkAccessibility(page, 'new-token')).toEqual([])
    await inDialog('Create token').click()
    await dialog().getByText('You can’t see it again').waitFor()
    const secret = await readSecret()
    expect(await checkAccessibility(page, 'token-secret')).toEqual([])
    const client = createNodeApiClient(product.url, { accessToken: secret })
    expect(await client.imports.list.query()).toMatchObject({ items: [] })
    await inDialog('Done').click()
    await row('ci').getByText('Never').waitFor()
    await page.reload()
    await page.getByText('imports.read').waitFor()
    expect(await page.content()).not.toContain(secret)
    await row('ci').getByText('just now').first().waitFor()
    const second = createNodeApiClient(product.url, { accessToken: await rotate('ci') })
    for (const each of [client, second]) expect(await each.imports.list.query()).toMatchObject({ items: [] })
    // The newest comes first.
    await button('Revoke ci').last().click()
    await inDialog('Revoke token').click()
    await page.getByRole('switch', { name: 'Show revoked and expired (1)' }).waitFor()
    await expect(client.imports.list.query()).rejects.toThrow('not valid')
    expect(await second.imports.list.query()).toMatchObject({ items: [] })
    await button('Revoke ci').click()
    await inDialog('Revoke token').click()
    await page.getByText('No valid tokens.').waitFor()
    await expect(second.imports.list.query()).rejects.toThrow('not valid')
    await page.getByRole('switch', { name: 'Show revoked and expired (2)' }).check()
    await row('ci').getByText('Revoked').first().waitFor()
    expect(await checkAccessibility(page, 'tokens')).toEqual([])
  })

  it('sets a cloud credential, and says in plain words why it does not work', async () => {
    await open('credentials', 'Cloud credentials')
    await page.getByRole('heading', { name: 'No cloud credentials yet' }).waitFor()
    await button('Add credential').click()
    await dialog().getByRole('textbox', { name: 'Name' }).fill('production')
    await dialog()
      .getByRole('textbox', { name: 'Role ARN' })
      .fill('arn:aws:iam::123456789012:role/groundplan')
    await inDialog('Add credential').click()
    await page.getByRole('heading', { name: 'production' }).waitFor()
    await button('Test connection of production').click()
    await page.getByText('Can’t sign in to AWS').waitFor()
    await page.getByText('because it has no public URL').waitFor()
    expect(await checkAccessibility(page, 'credentials')).toEqual([])
    await button('Replace production').click()
    await dialog()
      .getByRole('radio', { name: /^Static keys/ })
      .check()
    await dialog().getByRole('textbox', { name: 'Access key ID' }).fill('AKIAIOSFODNN7EXAMPLE')
    await dialog().getByLabel('Secret access key').first().fill('a-secret-key-that-nobody-reads-back')
    await inDialog('Replace credential').click()
    await page.getByText('Stored, encrypted').waitFor()
    expect(await page.content()).not.toContain('a-secret-key-that-nobody-reads-back')
    await button('Remove production').click()
    await inDialog('Remove credential').click()
    await page.getByRole('heading', { name: 'No cloud credentials yet' }).waitFor()
  })

  it('shows, filters, verifies and exports the audit log', async () => {
    await open('audit', 'Audit log')
    await row('credential.removed').waitFor()
    expect(await checkAccessibility(page, 'audit')).toEqual([])
    await page.getByRole('combobox', { name: 'Action' }).selectOption('member.role-changed')
    await page.waitForURL('**/settings/audit?action=member.role-changed')
    await row('credential.removed').waitFor({ state: 'detached' })
    await button(/^Details/).click()
    await dialog().getByRole('row').filter({ hasText: 'developer' }).getByText('viewer').waitFor()
    expect(await checkAccessibility(page, 'audit-event')).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: 'Who' }).fill('nobody')
    await page.getByRole('heading', { name: 'No events match' }).waitFor()
    await page.getByRole('link', { name: 'Clear filters' }).click()
    await page.getByRole('combobox', { name: 'Result' }).selectOption('refused')
    await row('access.unauthenticated').first().waitFor()
    await expect.poll(() => row('credential').count()).toBe(0)
    await button('Clear filters').click()
    await page.getByRole('combobox', { name: 'Log' }).selectOption('account')
    await row('role.removed').waitFor()
    await page.getByRole('combobox', { name: 'Log' }).selectOption('')
    await row('credential.removed').waitFor()

    await button('Verify').click()
    await page.getByText(/^Intact: \d+ events$/).waitFor()
    const saving = page.waitForEvent('download')
    await button('Export').click()
    const file = join(await temporaryDirectory(), 'audit.jsonl')
    await (await saving).saveAs(file)
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual(
      (await createNodeApiClient(product.url).audit.export.query()).items,
    )
    expect(lines.length).toBeGreaterThan(6)
  })

  it('shows the workers, and what runs, waits and has failed', async () => {
    const client = createNodeApiClient(product.url)
    const { number } = await client.imports.start.mutate({ repositories: [{ address: '/nowhere-at-all' }] })
    await open('jobs', 'Workers and jobs')
    const workers = page.getByRole('table', { name: 'Workers' })
    await workers.getByText(/^process \d+$/).waitFor()
    for (const title of ['Running', 'Waiting', 'Failed'])
      await page.getByRole('heading', { name: title, exact: true }).waitFor()
    expect(number).toBe(1)
    expect(await checkAccessibility(page, 'jobs')).toEqual([])
  })

  it('says what is wrong when the server is away, and asked nobody but its own server', async () => {
    expect(troubles).toEqual([])
    await open('tokens', 'API tokens')
    await page.route('**/trpc/tokens.list*', (route) => route.abort())
    await page.route('**/trpc/*tokens.list*', (route) => route.abort())
    await page.reload()
    await page.getByRole('alert').getByText('The Groundplan server cannot be reached.').waitFor()
    await button('Try again').waitFor()
    expect(await checkAccessibility(page, 'unreachable')).toEqual([])
  })
})
