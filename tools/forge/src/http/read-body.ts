import type { Call } from './route.ts'

/** A text of the request's body; `undefined` if it is absent, null or something else. */
export function readText(body: Call['body'], name: string): string | undefined {
  const value = body[name]
  return typeof value === 'string' ? value : undefined
}

export function readFlag(body: Call['body'], name: string): boolean | undefined {
  const value = body[name]
  return typeof value === 'boolean' ? value : undefined
}

/** The texts of a list in the request's body; empty if there is none. */
export function readTexts(body: Call['body'], name: string): readonly string[] {
  const value = body[name]
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}
