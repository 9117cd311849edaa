import type { PlatformError } from '@groundplan/errors'

/** A page that says why somebody could not sign in. What comes from outside is escaped. */
export function renderProblemPage({ message, hint }: Pick<PlatformError, 'message' | 'hint'>): string {
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
      <p><a href="/auth/sign-in">Sign in again</a></p>
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
