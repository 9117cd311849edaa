import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import type { Page } from 'playwright-core'

const pages = {
  catalog: '/catalog',
  blueprint: '/catalog/rds-postgres',
  'blueprint-interface': '/catalog/rds-postgres?tab=interface',
  proposals: '/proposals',
  proposal: '/proposals/18',
  imports: '/imports',
  import: '/imports/1',
}

const plain = [{ suffix: '', colorScheme: 'light', width: 1280 }] as const
const all = [
  ...plain,
  { suffix: '-dark', colorScheme: 'dark', width: 1280 },
  { suffix: '-narrow', colorScheme: 'light', width: 375 },
] as const

/** Visits every page; with a folder, in light, dark and narrow on a well-filled catalog, and keeps pictures there. */
export async function visitPages(page: Page, url: string, directory: string | undefined): Promise<void> {
  if (directory !== undefined) {
    await mkdir(directory, { recursive: true })
    await fillCatalog(url)
  }
  for (const { suffix, colorScheme, width } of directory === undefined ? plain : all) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(`${url}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      if (directory !== undefined) await page.screenshot({ path: join(directory, `${name}${suffix}.png`) })
    }
  }
}

/** Approves all but the newest proposals. */
async function fillCatalog(url: string): Promise<void> {
  const client = createNodeApiClient(url)
  const { items } = await client.proposals.list.query({ status: 'open' })
  for (const { number } of items) if (number < 15) await client.proposals.approve.mutate({ number })
}
