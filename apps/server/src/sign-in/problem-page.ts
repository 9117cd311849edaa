import type { PlatformError } from '@groundplan/errors'

export interface Problem extends Pick<PlatformError, 'message' | 'hint'> {
  /** Where one can try again; nowhere if absent. */
  readonly again?: string
}

/** A page that says why somebody could not sign in. What comes from outside is escaped. */
export function renderProblemPage({ message, hint, again }: Problem): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Sign-in failed – Groundplan</title>
  </head>
  <body>
    <main>
      <h1>You are not signed in</h1>
      <p>${escape(message)}</p>
      ${hint === undefined ? '' : `<p>${escape(hint)}</p>`}
      ${again === undefined ? '' : `<p><a href="${escape(again)}">Sign in again</a></p>`}
    </main>
  </body>
</html>
`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
