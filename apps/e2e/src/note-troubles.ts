import type { Page } from 'playwright-core'

/** Adds what goes wrong on a page to a list: errors that scripts throw, and what the browser's console says, with the address it is about. */
export function noteTroubles(page: Page, troubles: string[]): void {
  page.on('pageerror', (error) => troubles.push(`threw ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()} ${message.location().url}`)
  })
}
