import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { takeTurns } from '@groundplan/testing'
import type { Page } from 'playwright-core'

interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
}

interface AxeWindow {
  readonly axe: { run(context: Document, options: object): Promise<{ violations: readonly Violation[] }> }
}

const require = createRequire(import.meta.url)
const script = require.resolve('axe-core/axe.min.js')

const [wide, narrow] = [1360, 390]

/** Every theme at every width; where runs take turns, each theme at one of them. */
const looks = takeTurns(['light', 'dark']).flatMap(
  (first) =>
    [
      { colorScheme: first, width: wide },
      { colorScheme: first === 'light' ? 'dark' : 'light', width: narrow },
    ] as const,
)

/** What axe finds on the page as it is, in both themes, wide and narrow: a line for each. */
export async function checkAccessibility(
  page: Page,
  name: string,
  onLook?: (label: string) => Promise<unknown>,
): Promise<readonly string[]> {
  const found: string[] = []
  const source = await readFile(script, 'utf8')
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 900 })
    const label = `${name}-${colorScheme}-${width}`
    await onLook?.(label)
    await page.evaluate(source)
    const { violations } = await page.evaluate(() =>
      (window as unknown as AxeWindow).axe.run(document, { resultTypes: ['violations'] }),
    )
    found.push(...violations.map((violation) => `${label}: ${describe(violation)}`))
    const hidden = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (hidden > 0) found.push(`${label}: ${hidden} px are out of sight`)
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 1360, height: 900 })
  return found
}

function describe({ id, help, nodes }: Violation): string {
  const places = nodes
    .slice(0, 3)
    .map(({ target, failureSummary = '' }) => `${target.join(' ')}: ${failureSummary}`)
  return `${id} (${help}) at ${places.join('; ')}`
}
