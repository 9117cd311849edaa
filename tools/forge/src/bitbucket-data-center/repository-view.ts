import { createHash } from 'node:crypto'
import type { HostUrls } from '../http/host-state.ts'
import { botLogin } from '../model/world.ts'
import type { Repository } from '../model/repository.ts'

/** `RestRepository`, with the links of recorded ones, which have no default branch. */
export function viewRepository(repository: Repository, urls: HostUrls) {
  const { id, owner, name, description, archived, fork } = repository
  const page = `${urls.web}/projects/${owner}/repos/${name}`
  return {
    slug: name,
    id,
    name,
    ...(description === '' ? {} : { description }),
    hierarchyId: createHash('sha256').update(String(id)).digest('hex').slice(0, 20),
    scmId: 'git',
    state: 'AVAILABLE',
    statusMessage: 'Available',
    forkable: true,
    ...(fork ? { origin: viewOrigin(owner) } : {}),
    project: viewProject(owner, urls),
    public: false,
    archived,
    links: {
      // Recorded ones name the user who asks.
      clone: [
        { href: `${urls.web.replace('://', `://${botLogin}@`)}/scm/${owner}/${name}.git`, name: 'http' },
        { href: `ssh://git@127.0.0.1:7999/${owner}/${name}.git`, name: 'ssh' },
      ],
      self: [{ href: `${page}/browse` }],
    },
  }
}

/** The same for the same key. */
export function projectId(key: string): number {
  return createHash('sha256').update(key.toLowerCase()).digest().readUInt32BE() % 1_000_000
}

function viewProject(key: string, { web }: HostUrls) {
  return {
    key,
    id: projectId(key),
    name: key,
    public: false,
    type: 'NORMAL',
    links: { self: [{ href: `${web}/projects/${key}` }] },
  }
}

function viewOrigin(key: string) {
  const project = { key, id: projectId(key), name: key, public: false, type: 'NORMAL' }
  return { slug: 'parent', id: 1, name: 'parent', scmId: 'git', state: 'AVAILABLE', project }
}
