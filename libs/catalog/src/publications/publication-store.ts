import type { Actor } from '@groundplan/actor'
import type { Page, PageRequest } from '@groundplan/proposal'
import type { Publication } from './publication.ts'

export type PublicationRequest = Pick<Publication, 'blueprint' | 'defaults' | 'hidden'>

export interface PublicationChange {
  readonly by: Actor
  readonly at: Date
}

/** Port: the blueprints that are published to one space. Each change and its event, which is the space's, are written in one transaction. */
export interface PublicationStore {
  /** By name, which is also the position. */
  list(request: PageRequest<string>): Promise<Page<Publication, string>>
  find(blueprint: string): Promise<Publication | undefined>
  /** Publishes a blueprint, or changes what the space sets of it. What is already so is not recorded again. */
  put(publication: PublicationRequest, change: PublicationChange): Promise<Publication>
  /** False if it is not published. */
  remove(blueprint: string, change: PublicationChange): Promise<boolean>
}
