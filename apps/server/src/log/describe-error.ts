import { PlatformError, visibleText } from '@groundplan/errors'

/** Why something in the background went wrong, in one line if we know what it is. */
export function reasonForLog(error: unknown): string {
  const isOurs = error instanceof PlatformError && error.code !== 'internal'
  return isOurs ? visibleText(error.message, { lines: false }) : describeForLog(error)
}

/**
 * What happened and where, with the causes. Of errors of the database only the code and the names of what it is about: their
 * messages and properties show statements and values.
 */
export function describeForLog(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return `a value that is not an error was thrown (${typeof error})`
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => visibleText(line, { lines: false }))
  const lines = [describe(error), ...frames]
  if (error.cause !== undefined && depth < 5)
    lines.push(`caused by ${describeForLog(error.cause, depth + 1)}`)
  return lines.join('\n')
}

function describe(error: Error): string {
  if (!isDatabaseError(error)) return `${onOneLine(error.name)}: ${onOneLine(error.message)}`
  const subject = ['table', 'column', 'constraint'].flatMap((key) => {
    const name = error[key]
    return typeof name === 'string' ? [`${key} ${onOneLine(name)}`] : []
  })
  return ['database error', String(error['code']), ...subject].join(' ')
}

/** PostgreSQL and PGlite give five characters as the code: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isDatabaseError(error: Error): error is Error & Readonly<Record<string, unknown>> {
  return (
    'code' in error &&
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code) &&
    'severity' in error
  )
}

function onOneLine(text: string): string {
  return visibleText(text.slice(0, 500).replace(/\s+/g, ' '), { lines: false })
}
