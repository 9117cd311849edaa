/** Notes that something changed now. */
export function touch(subject: { updatedAt: Date; version?: number }): void {
  subject.updatedAt = new Date()
  if (subject.version !== undefined) subject.version += 1
}
