import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const pages = {
  catalog: '/catalog',
  blueprint: '/catalog/rds-postgres',
  'blueprint-interface': '/catalog/rds-postgres?tab=interface',
  proposals: '/proposals',
  proposal: '/proposals/1',
  imports: '/imports',
  import: '/imports/1',
}

/** Visits every page in light, dark and narrow; keeps pictures where GROUNDPLAN_SCREENSHOTS names a folder. */
export async function takeScreenshots(page: Page, url: string): Promise<void> {
  const directory = process.env['GROUNDPLAN_SCREENSHOTS']
  const looks = [
    { suffix: '', colorScheme: 'light', width: 1280 },
    { suffix: '-dark', colorScheme: 'dark', width: 1280 },
    { suffix: '-narrow', colorScheme: 'light', width: 375 },
  ] as const
  if (directory !== undefined) await mkdir(directory, { recursive: true })
  for (const { suffix, colorScheme, width } of looks) {
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
