export { listTagged } from './list-tagged.ts'
export type { TaggedResource } from './list-tagged.ts'
export { region, shopModule, topicFile } from './shop-module.ts'
