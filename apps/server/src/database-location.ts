import { join } from 'node:path'
import type { DatabaseLocation } from '@groundplan/database'
import type { ServerConfig } from './config.ts'

/** PostgreSQL if it is configured, else the embedded database in the home folder. */
export function databaseLocation({
  home,
  databaseUrl,
}: Pick<ServerConfig, 'home' | 'databaseUrl'>): DatabaseLocation {
  return databaseUrl === undefined
    ? { kind: 'embedded', directory: join(home, 'database') }
    : { kind: 'postgresql', url: databaseUrl }
}
