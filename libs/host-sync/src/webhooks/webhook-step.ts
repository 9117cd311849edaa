import type { SideStep } from '@groundplan/proposal'
import { z } from 'zod'

/** A repository of a host, as the registration of its webhook needs it. */
export interface WebhookRepository {
  readonly host: string
  readonly id: string
  readonly owner: string
  readonly name: string
}

const About = z.tuple([z.string(), z.string()])

/** The registration of a repository's webhook as a side step. */
export function toWebhookStep({ host, id, owner, name }: WebhookRepository): SideStep {
  return { kind: 'webhook', subject: `${owner}/${name}`, about: JSON.stringify([host, id]) }
}

/** The repository that a side step of {@link toWebhookStep} is about; `undefined` for other steps. */
export function findWebhookRepository({ kind, subject, about }: SideStep): WebhookRepository | undefined {
  if (kind !== 'webhook' || about === undefined) return undefined
  const [host, id] = About.parse(JSON.parse(about))
  const end = subject.lastIndexOf('/')
  return { host, id, owner: subject.slice(0, end), name: subject.slice(end + 1) }
}
