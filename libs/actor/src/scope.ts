/** A blueprint repository in a space: what stored things belong to. Stores are made for one scope and see nothing of others. */
export interface Scope {
  readonly spaceId: string
  readonly blueprintRepositoryId: string
}

/** The space that is always there. It has the blueprint repository, in which blueprints are reviewed for all spaces. */
export const homeSpaceId = 'default'

/** Stands for the whole installation where rows name a space. No space can have this id. */
export const accountSpaceId = '@account'
