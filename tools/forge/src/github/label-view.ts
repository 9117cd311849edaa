import type { HostUrls } from '../http/host-state.ts'
import type { Label, Repository } from '../model/repository.ts'
import { findLabel } from '../model/set-labels.ts'
import { nodeId } from './format.ts'
import { repositoryUrl } from './repository-view.ts'

export function viewLabel(label: Label, repository: Repository, urls: HostUrls) {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${repositoryUrl(repository, urls)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    description: label.description,
    color: label.color,
    default: false,
  }
}

export function viewLabels(names: readonly string[], repository: Repository, urls: HostUrls) {
  return names
    .map((name) => findLabel(repository, name))
    .filter((label) => label !== undefined)
    .map((label) => viewLabel(label, repository, urls))
}
