import { join } from 'node:path'

/** Where `groundplan serve` keeps compiled modules, for servers that are to start as fast. */
export const compileCache = join(import.meta.dirname, '../../../node_modules/.cache/groundplan')
