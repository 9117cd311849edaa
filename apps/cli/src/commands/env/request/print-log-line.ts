import type { LogLine } from './follow-request.ts'

/** `network | Creating…`, as logs of several parts are usually shown; with its time if wanted. */
export function printLogLine({ at, grain, text }: LogLine, timestamps = false): string {
  const line = grain === undefined ? text : `${grain} | ${text}`
  return timestamps ? `${at} ${line}` : line
}
