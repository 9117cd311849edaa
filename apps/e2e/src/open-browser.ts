import { existsSync } from 'node:fs'
import { chromium, type BrowserContext } from 'playwright-core'

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where Chromium is on this machine; GROUNDPLAN_CHROMIUM names another place. */
export function findChromium(): string | undefined {
  const named = process.env['GROUNDPLAN_CHROMIUM']
  return [...(named === undefined ? [] : [named]), ...candidates].find((path) => existsSync(path))
}

/**
 * Opens a browser with a profile of its own. Requests to anywhere but this machine are refused, and are told to the test as what the
 * Content-Security-Policy of a page forbids is.
 */
export async function openBrowser(
  profile: string,
  onForbidden: (what: string) => void,
): Promise<BrowserContext> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('There is no Chromium on this machine.')
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--no-first-run',
  ]
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', ...quiet],
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  })
  // No test measures time: the limit only ends what hangs, on however slow a machine.
  context.setDefaultTimeout(120_000)
  await context.route(
    (url) => url.hostname !== 'localhost' && url.protocol.startsWith('http'),
    (route) => {
      onForbidden(route.request().url())
      return route.abort()
    },
  )
  context.on('console', (message) => {
    const text = message.text()
    if (/Content.Security.Policy/i.test(text)) onForbidden(text)
  })
  return context
}
