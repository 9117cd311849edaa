import { Client, Pool } from 'pg'
import { translateDatabaseError } from './translate-database-error.ts'

/** Connections of one server; several servers share what PostgreSQL allows (100 by default). */
const mostConnections = 10

/**
 * How long a connection stays open unused, in milliseconds. A new one is a new process of PostgreSQL that first reads what it needs to
 * know about the tables: with a shorter time every burst of requests waits for that.
 */
const longestIdle = 10 * 60_000

/** How long one waits for a free connection, in milliseconds: whoever waits longer is told that the database is busy. */
const longestWait = 3000

/** How long a query may take, in milliseconds: a database that is cut off does not say so. */
const longestQuery = 120_000

/** A pool that says in our words when the database is busy or gone, and that is of use again when it is back. */
export function createPostgresPool(url: string): Pool {
  const pool = new Pool({
    ...{ connectionString: url, max: mostConnections, connectionTimeoutMillis: longestWait },
    ...{ idleTimeoutMillis: longestIdle, query_timeout: longestQuery, keepAlive: true },
    Client: TranslatingClient,
  })
  // Without a listener a connection that breaks would end the process, whether it is idle or at work.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const connect = pool.connect.bind(pool)
  return Object.assign(pool, { connect: () => connect().catch(rethrow) })
}

class TranslatingClient extends Client {
  override query(...args: readonly unknown[]): never {
    const answer: unknown = Reflect.apply(super.query, this, args)
    return (answer instanceof Promise ? answer.catch(rethrow) : answer) as never
  }
}

function rethrow(error: unknown): never {
  throw translateDatabaseError(error)
}
