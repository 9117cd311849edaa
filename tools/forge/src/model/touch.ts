import type { World } from './world.ts'

/** Notes that something changed now, by the hosts' clock. */
export function touch({ now }: World, subject: { updatedAt: Date; version?: number }): void {
  subject.updatedAt = now()
  if (subject.version !== undefined) subject.version += 1
}
