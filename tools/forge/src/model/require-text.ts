import { Refusal } from './refusal.ts'

/** Throws a Refusal (`invalid`) if a title is missing. */
export function requireTitle(title: string, resource: string): void {
  if (title.trim() === '')
    throw new Refusal('invalid', { resource, field: 'title', message: 'missing_field' })
}

/** Throws a Refusal (`too-long`) if a text is longer than the host takes, in characters. */
export function requireBody(body: string, limit: number, resource: string): void {
  if ([...body].length > limit)
    throw new Refusal('too-long', { resource, field: 'body', message: String(limit) })
}
