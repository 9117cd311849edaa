import { isOver, type ListedImport } from './import.ts'

/** Jitter, so that many installations do not poll a host at the same moment. */
const jitter = 0.1

/** True if another import of everything is due so many milliseconds after the latest one began. Never while that one runs. */
export function isPollDue(latest: ListedImport | undefined, interval: number, now: Date): boolean {
  if (latest === undefined) return true
  if (!isOver(latest)) return false
  // The same at each look, and another one after each turn.
  const spread = 1 + jitter * Math.sin(latest.startedAt.getTime())
  return now.getTime() - latest.startedAt.getTime() >= interval * spread
}
