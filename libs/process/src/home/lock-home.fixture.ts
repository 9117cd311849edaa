import { readEnvironment } from '../environment.ts'
import { lockHome } from './lock-home.ts'

/** Holds the lock of a home until it is killed. */
const lock = lockHome(readEnvironment()['LOCKED_HOME'] ?? '')
process.send?.({ pid: process.pid, isLocked: lock !== undefined })
setInterval(() => lock, 1_000)
