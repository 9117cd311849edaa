/** What Node.js and the system need to start programs; nothing that could hold a secret. */
const names = [
  'PATH',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'TZ',
  'NODE_COMPILE_CACHE',
  'SYSTEMROOT',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
]

/** The whole environment of a helper process. */
export function helperEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => names.includes(entry[0].toUpperCase()) && entry[1] !== undefined,
    ),
  )
}
