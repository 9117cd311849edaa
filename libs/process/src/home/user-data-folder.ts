import { createHash } from 'node:crypto'
import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** Inputs for locating the user's data. */
export interface UserSetting {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** As `process.platform` names it. */
  readonly platform: string
  /** The user's own folder, as `os.homedir()` gives it. */
  readonly userFolder: string
}

/** The user's data folder for Groundplan: `$XDG_DATA_HOME/groundplan`, or the platform's default. */
export function findUserDataFolder({ environment, platform, userFolder }: UserSetting): string {
  const xdg = environment['XDG_DATA_HOME']
  // The specification says to ignore relative paths.
  if (xdg !== undefined && resolve(xdg) === xdg) return join(xdg, 'groundplan')
  if (platform === 'darwin') return join(userFolder, 'Library/Application Support/groundplan')
  if (platform === 'win32')
    return join(environment['LOCALAPPDATA'] ?? join(userFolder, 'AppData/Local'), 'groundplan')
  return join(userFolder, '.local/share/groundplan')
}

/** The default home for work in a folder: one per project, which is the nearest git work tree or else the folder itself. */
export function findProjectHome(folder: string, userDataFolder: string): string {
  const start = realpathSync(folder)
  const project = findWorkTree(start) ?? start
  const name = basename(project)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, 40)
  const digest = createHash('sha256').update(project).digest('hex').slice(0, 10)
  return join(userDataFolder, 'homes', `${name === '' ? 'root' : name}-${digest}`)
}

/** The nearest parent folder that git would treat as a work tree. Runs and reads nothing in it. */
export function findWorkTree(folder: string): string | undefined {
  for (let directory = folder; ; directory = dirname(directory)) {
    if (existsSync(join(directory, '.git'))) return directory
    if (dirname(directory) === directory) return undefined
  }
}
