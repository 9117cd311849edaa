import type { EventFacts, NewEvent } from './event.ts'

/** What is shown instead of a secret. */
const mask = '***'

/** Names of facts that hold a secret, whatever is in them. */
const secretName =
  /(?:^|[^a-z]|(?<=[a-z])(?=[A-Z]))(?:tokens?|secrets?|password|passwd|passphrase|credentials?|private[-_]?key|api[-_]?key)$/i

/**
 * Forms of secrets that can be recognized in any text: our own tokens, those of GitHub, GitLab, Atlassian and Slack, JSON Web Tokens,
 * private keys and credentials in headers.
 */
const secretForms = [
  /\bgroundplan(?:-session|-state)?_[\w-]{20,}/g,
  /\b(?:gh[opsur]_\w{20,}|github_pat_\w{20,})/g,
  /\bglpat-[\w-]{16,}/g,
  /\b(?:ATATT|ATCTT|ATBB)[\w=-]{16,}/g,
  /\bBBDC-[\w+/=]{16,}/g,
  /\bxox[abeoprs]-[\w-]{10,}/g,
  /\bwhsec_[\w+/=]{16,}/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
  /(?<=\b(?:bearer|basic) +)[\w.~+/=-]{8,}/gi,
]

const credentialsInUrl = /(?<=\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]+(?=@)/gi

/** The event with every recognizable secret masked: whatever records events calls it, so that no caller has to think of it. */
export function maskEvent(event: NewEvent): NewEvent {
  const { before, after, reason, subject } = event
  return {
    ...event,
    subject: { ...subject, id: maskText(subject.id) },
    ...(before === undefined ? {} : { before: maskFacts(before) }),
    ...(after === undefined ? {} : { after: maskFacts(after) }),
    ...(reason === undefined ? {} : { reason: maskText(reason) }),
  }
}

function maskFacts(facts: EventFacts): EventFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (typeof value !== 'string') return [name, value]
      return [name, secretName.test(name) ? mask : maskText(value)]
    }),
  )
}

function maskText(text: string): string {
  return [credentialsInUrl, ...secretForms].reduce((masked, form) => masked.replace(form, mask), text)
}
