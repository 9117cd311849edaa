/** The environment variables of this process; the only place that reads them. Absent and empty are both `undefined`. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(process.env).map(([name, value]) => [name, value === '' ? undefined : value]),
  )
}
