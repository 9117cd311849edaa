import { describe, expect, it } from 'vitest'
import { anonymousActor, displayActor, gitActor, hostPerson, systemActor, type Actor } from './actor.ts'

describe('an actor', () => {
  it.each<[Actor, string]>([
    [{ kind: 'person', name: 'Ada' }, 'Ada'],
    [{ kind: 'person', name: 'local user', unverified: true }, 'local user (unverified)'],
    [{ kind: 'api-token', name: 'ci' }, 'ci'],
    [{ kind: 'schedule', name: 'nightly' }, 'schedule nightly'],
    [{ kind: 'policy', name: 'no-public-buckets' }, 'policy no-public-buckets'],
    [hostPerson('https://github.com/acme/blueprints/pull/3', 'octocat'), 'octocat'],
    [hostPerson('https://github.com/acme/blueprints/pull/3'), 'github.com'],
    [hostPerson('no address'), 'host'],
    [gitActor, 'git'],
    [{ kind: 'host-webhook', host: 'github.com' }, 'webhook of github.com'],
    [anonymousActor, 'anonymous'],
    [systemActor, 'Groundplan'],
  ])('%j reads as %s', (actor, expected) => {
    expect(displayActor(actor)).toBe(expected)
  })

  it('survives JSON', () => {
    const actor = hostPerson('https://github.com/acme', 'octocat')
    expect(JSON.parse(JSON.stringify(actor))).toEqual(actor)
  })
})
