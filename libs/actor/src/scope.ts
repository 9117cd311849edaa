/** A blueprint repository in a space: what stored things belong to. Stores are made for one scope and see nothing of others. */
export interface Scope {
  readonly spaceId: string
  readonly blueprintRepositoryId: string
}
