/**
 * True if a part of the portal could not be loaded: after an update of the server, the files that this page knows are gone. The
 * messages are those of Vite, Chromium, Firefox, and Safari.
 */
export function isOutdatedBuild(error: unknown): boolean {
  const message = error instanceof Error ? error.message : String(error)
  return /Unable to preload CSS|dynamically imported module|Importing a module script failed/i.test(message)
}
